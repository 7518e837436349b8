export type DeliveryChannel = 'sms' | 'mail' | 'push' | 'webhook';
export type DeliveryStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED';

/** What rings for a delivery: ids alone. */
export interface DeliveryBell {
  deliveryId: string;
  claimNo: number;
  dispatchNo: number;
}

/** A delivery that one worker holds under a lease. */
export interface DeliveryClaim {
  readonly id: string;
  readonly channel: DeliveryChannel;
  readonly kind: string;
  readonly subjectId: string;
  readonly claimNo: number;
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly leaseToken: string;
}
