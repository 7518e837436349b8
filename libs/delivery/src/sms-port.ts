export interface SmsMessage {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** New for each sending: a gateway that knows it already need not send again. */
  readonly reference: string;
}

/** The way to phones. */
export interface SmsPort {
  /**
   * Hands one message to the gateway.
   * @param signal gives the sending up
   * @throws NotDelivered
   */
  send(message: SmsMessage, signal: AbortSignal): Promise<void>;
}
