import {
  type DeliveryClaim,
  type DeliveryEnding,
  type DeliveryExecutions,
  NotDelivered,
  type SmsPort,
} from '@pressroom/delivery';
import { newId } from '@pressroom/kernel';
import { crashPoint, errorFields, type Logger } from '@pressroom/platform';
import type { DeliveryMetrics } from './delivery-metrics';
import type { Writer } from './writers';

export interface SendDeliveryParts {
  executions: DeliveryExecutions;
  sms: SmsPort;
  writers: ReadonlyMap<string, Writer>;
  metrics: DeliveryMetrics;
  logger: Logger;
  /** Longest sending, shorter than the lease: no message goes out under a lease that may be another's by now. */
  limitMs: number;
}

/** One sending of one message, from the bell to the row. */
export class SendDelivery {
  constructor(private readonly parts: SendDeliveryParts) {}

  /** @returns what became of the bell, for operators: a status, or that it came too late */
  async run(deliveryId: string, claimNo: number, stop: AbortSignal): Promise<string> {
    const { executions } = this.parts;
    const claim = await executions.claim(deliveryId, claimNo, newId());
    if (claim === null) return 'dropped';
    crashPoint('delivery_claimed');
    const ending = await this.send(claim, stop);
    if (ending !== null) return this.giveBack(claim, ending);
    crashPoint('delivery_sent');
    const held = await executions.complete(claim);
    this.parts.metrics.ended(claim, held ? 'COMPLETED' : 'fenced', '');
    return held ? 'COMPLETED' : 'fenced';
  }

  /** @returns null when the gateway has the message */
  private async send(claim: DeliveryClaim, stop: AbortSignal): Promise<DeliveryEnding | null> {
    const { sms, writers, logger, limitMs } = this.parts;
    const write = claim.channel === 'sms' ? writers.get(claim.kind) : undefined;
    if (write === undefined) return { kind: 'permanent', code: 'no_writer' };
    const limit = AbortSignal.any([stop, AbortSignal.timeout(limitMs)]);
    try {
      const written = await write(claim.subjectId);
      if (written === null) return { kind: 'permanent', code: 'not_wanted' };
      await sms.send({ ...written, reference: `${claim.id}-${claim.claimNo}` }, limit);
      return null;
    } catch (error) {
      if (stop.aborted) return { kind: 'drained' };
      if (error instanceof NotDelivered) {
        const { code, permanent } = error;
        logger.warn({ 'delivery.id': claim.id, 'error.code': code }, 'message not taken');
        return { kind: permanent ? 'permanent' : 'transient', code };
      }
      logger.error({ ...errorFields(error), 'delivery.id': claim.id }, 'message not written');
      return { kind: 'transient', code: 'internal_error' };
    }
  }

  private async giveBack(claim: DeliveryClaim, ending: DeliveryEnding): Promise<string> {
    const status = (await this.parts.executions.release(claim, ending)) ?? 'fenced';
    this.parts.metrics.ended(claim, status, ending.kind === 'drained' ? 'drained' : ending.code);
    return status;
  }
}
