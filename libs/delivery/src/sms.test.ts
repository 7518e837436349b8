import { loadConfig } from '@pressroom/config';
import { testEnvironment } from '../../../test/support/environment';
import { SmsGateway } from '../../../test/support/sms-gateway';
import { HttpSms, LogSms, NotDelivered, openSms } from '.';

const message = { to: '+12025550143', text: '012345 is your code', reference: 'one-1' };
const never = new AbortController().signal;

let gateway: SmsGateway;
beforeAll(async () => {
  gateway = await SmsGateway.open();
});
afterAll(() => gateway.close());

async function fault(work: Promise<void>): Promise<NotDelivered> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof NotDelivered) return error;
  throw new Error(`ended otherwise: ${String(error)}`);
}

describe('a text message over HTTP', () => {
  it('reaches the gateway as JSON, under the name and password of its address', async () => {
    const url = new URL(gateway.url);
    [url.username, url.password] = ['press', 'p@ss:word'].map(encodeURIComponent) as [string, string];
    await new HttpSms(url.href).send(message, never);
    const authorization = `Basic ${Buffer.from('press:p@ss:word').toString('base64')}`;
    expect(gateway.taken.at(-1)).toEqual({ ...message, authorization });
  });

  it('is tried again after a failure that may pass, and not after a refusal', async () => {
    const sms = new HttpSms(gateway.url);
    const cases: [number, boolean][] = [
      ...[500, 502, 503, 429, 408, 302].map((status): [number, boolean] => [status, false]),
      ...[400, 401, 403, 404, 422].map((status): [number, boolean] => [status, true]),
    ];
    for (const [status, permanent] of cases) {
      gateway.next.push(status);
      const { code, permanent: told } = await fault(sms.send(message, never));
      expect([status, code, told]).toEqual([status, `sms_gateway_${status}`, permanent]);
    }
  });

  it('to a gateway that is silent or away is given up, and the failure tells nothing of address or words', async () => {
    gateway.next.push('silent');
    const silent = await fault(new HttpSms(gateway.url).send(message, AbortSignal.timeout(200)));
    const away = await fault(new HttpSms('http://press:hidden@127.0.0.1:1/key-hidden').send(message, never));
    expect([silent.code, away.code]).toEqual(['sms_gateway_timeout', 'sms_gateway_unreachable']);
    for (const error of [silent, away]) {
      const told = `${String(error)} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
      expect(told).not.toMatch(/hidden|012345|2025550143/);
    }
  });
});

describe('a text message without a gateway', () => {
  const heard: string[] = [];
  const tell = (fields: object, words: string) => heard.push(`${JSON.stringify(fields)} ${words}`);

  it('is kept back in development: the number is never told, the words only on request', async () => {
    await new LogSms(tell, false).send(message);
    expect(heard.join()).not.toMatch(/012345|2025550143/);
    await new LogSms(tell, true).send(message);
    expect(heard.join()).toContain('012345');
    expect(heard.join()).not.toContain('2025550143');
  });

  it('is refused in production', async () => {
    const base = testEnvironment({ databaseUrl: 'postgres://a:1/x', redisUrl: 'redis://a:2' });
    const config = loadConfig(base);
    expect(openSms(config, tell)).toBeInstanceOf(LogSms);
    const { code, permanent } = await fault(
      openSms({ ...config, environment: 'production' }, tell).send(message, never),
    );
    expect([code, permanent]).toEqual(['sms_off', true]);
    expect(openSms(loadConfig({ ...base, SMS_URL: gateway.url }), tell)).toBeInstanceOf(HttpSms);
  });
});
