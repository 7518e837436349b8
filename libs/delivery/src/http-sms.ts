import { NotDelivered } from './not-delivered';
import type { SmsMessage, SmsPort } from './sms-port';

/** Refusals that say "later" rather than "never". */
const LATER: readonly number[] = [408, 425, 429];

/**
 * A gateway that takes `POST {to, text, reference}` as JSON and answers 2xx once it has the message. Name and password
 * of the address go as Basic credentials. What the gateway answers besides is not read.
 */
export class HttpSms implements SmsPort {
  private readonly url: string;
  private readonly headers: Record<string, string>;

  constructor(address: string) {
    const url = new URL(address);
    const { username, password } = url;
    [url.username, url.password] = ['', ''];
    this.url = url.href;
    this.headers = { 'content-type': 'application/json', accept: 'application/json' };
    if (username !== '' || password !== '') {
      const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
      this.headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
    }
  }

  async send({ to, text, reference }: SmsMessage, signal: AbortSignal): Promise<void> {
    const answer = await this.post(JSON.stringify({ to, text, reference }), reference, signal);
    await answer.body?.cancel().catch(() => undefined);
    if (answer.ok) return;
    const permanent = answer.status >= 400 && answer.status < 500 && !LATER.includes(answer.status);
    throw new NotDelivered(`sms_gateway_${answer.status}`, permanent);
  }

  /** The error of a failed call names the address, and with it its secrets: none of it goes on. */
  private async post(body: string, reference: string, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(this.url, {
        method: 'POST',
        headers: { ...this.headers, 'idempotency-key': reference },
        body,
        signal,
        // A gateway that sends its callers elsewhere is not the one that was configured.
        redirect: 'manual',
      });
    } catch {
      throw new NotDelivered(signal.aborted ? 'sms_gateway_timeout' : 'sms_gateway_unreachable', false);
    }
  }
}
