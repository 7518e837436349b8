export { DeliveryExecutions, type DeliveryEnding, type LeaseSettings } from './delivery-executions';
export type { DeliveryBell, DeliveryChannel, DeliveryClaim, DeliveryStatus } from './delivery-rows';
export { HttpSms } from './http-sms';
export { LogSms } from './log-sms';
export { NotDelivered } from './not-delivered';
export { MOST_SENDINGS, Outbox, type DeliveryOrder } from './outbox';
export { openSms } from './open-sms';
export type { SmsMessage, SmsPort } from './sms-port';
