import type { DeliveryClaim } from '@pressroom/delivery';
import type { Metrics } from '@pressroom/platform';

/** What operators see of messages. Labels are closed lists; nothing tells to whom. */
export class DeliveryMetrics {
  private readonly sendings;
  private readonly rescued;
  private readonly lapsed;

  constructor(metrics: Metrics) {
    this.sendings = metrics.counter('pressroom_delivery_sendings_total', 'Sendings by how they ended', [
      'channel',
      'kind',
      'ending',
      'code',
    ]);
    this.rescued = metrics.counter(
      'pressroom_delivery_rescued_total',
      'Messages taken back from lost workers',
    );
    this.lapsed = metrics.counter(
      'pressroom_delivery_expired_total',
      'Messages that waited too long to be wanted',
    );
  }

  /** @param code empty when all went well */
  ended({ channel, kind }: DeliveryClaim, ending: string, code: string): void {
    this.sendings.inc({ channel, kind, ending, code });
  }

  swept(rescued: number, expired: number): void {
    this.rescued.inc(rescued);
    this.lapsed.inc(expired);
  }
}
