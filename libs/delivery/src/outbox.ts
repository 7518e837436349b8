import type { Tx } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import type { DeliveryBell, DeliveryChannel } from './delivery-rows';

/** Sendings of one message, the first included. */
export const MOST_SENDINGS = 4;

export interface DeliveryOrder {
  channel: DeliveryChannel;
  /** Such as `phone.code`. */
  kind: string;
  /** What it is about: whoever writes the message finds recipient and words by this. */
  subjectId: string;
  /** Null when it goes to somebody who has no account yet. */
  accountId: string | null;
  /** Seconds after which nobody wants it any more. */
  lifeSeconds: number;
}

/** Puts messages where they stand or fall with the change that they tell of. */
export class Outbox {
  /** @returns the bell to ring once `tx` has committed; when nobody rings, the sweep does within seconds */
  async put(tx: Tx, order: DeliveryOrder): Promise<DeliveryBell> {
    const deliveryId = newId();
    await tx.query(
      `INSERT INTO deliveries (id, account_id, channel, kind, subject_id, max_attempts, expires_at, rung_at, dispatch_no)
       VALUES ($1, $2, $3, $4, $5, $6, app_now() + make_interval(secs => $7), app_now(), 1)`,
      [
        deliveryId,
        order.accountId,
        order.channel,
        order.kind,
        order.subjectId,
        MOST_SENDINGS,
        order.lifeSeconds,
      ],
    );
    return { deliveryId, claimNo: 0, dispatchNo: 1 };
  }
}
