/** A message that its gateway did not take. It holds a code and nothing of the message, its recipient or the address. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';

  /**
   * @param code lower snake case, stable
   * @param permanent another try would end alike
   */
  constructor(
    readonly code: string,
    readonly permanent: boolean,
  ) {
    super(code);
  }
}
