import { Outbox } from '@pressroom/delivery';
import type { Tx } from '@pressroom/entities';
import { type CodeLetter, CodePost, PHONE_CODE } from '@pressroom/identity';
import type { JobSender } from '@pressroom/queues';

/** Codes go the way of all messages: a row of the outbox, then a bell. */
export class OutboxPost extends CodePost {
  private readonly outbox = new Outbox();

  constructor(private readonly sender: JobSender) {
    super();
  }

  override async put(tx: Tx, letter: CodeLetter): Promise<() => Promise<void>> {
    const { challengeId, accountId, lifeSeconds } = letter;
    const order = {
      channel: 'sms',
      kind: PHONE_CODE,
      subjectId: challengeId,
      accountId,
      lifeSeconds,
    } as const;
    const bell = await this.outbox.put(tx, order);
    return async () => {
      await this.sender.ringDelivery(bell);
    };
  }
}
