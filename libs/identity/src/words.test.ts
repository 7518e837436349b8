import { SettableClock } from '@pressroom/kernel';
import { isCommonPassword } from './common-passwords';
import { normaliseEmail } from './email';
import { Gate } from './gate';
import { passwordFlaw } from './passwords';
import { networkOf, Throttle } from './throttle';

describe('an e-mail address', () => {
  it('has one spelling', () => {
    expect(normaliseEmail(' Jo.O+tag@Sub.Example.COM\n')).toBe('jo.o+tag@sub.example.com');
    expect(normaliseEmail('e\u0301va@példa.hu')).toBe('\u00e9va@példa.hu');
    expect(normaliseEmail(`${'a'.repeat(64)}@example.com`)).not.toBeNull();
  });

  it('is not just any text', () => {
    const texts = [
      '',
      'a',
      '@b.co',
      'a@',
      'a@b',
      'a@b.c',
      'a b@c.de',
      'a@b..de',
      '.a@b.de',
      'a.@b.de',
      'a@-b.de',
    ];
    texts.push(
      'a@b.de\u0000',
      'a\u0000@b.de',
      'a@b.de,c@d.ef',
      '<a@b.de>',
      'a@[127.0.0.1]',
      '"a"@b.de',
      '\ud800@b.de',
    );
    texts.push(`${'a'.repeat(65)}@example.com`, `a@${'b'.repeat(260)}.de`, 'a'.repeat(1_000_000));
    for (const text of texts)
      expect([text.slice(0, 40), normaliseEmail(text)]).toEqual([text.slice(0, 40), null]);
  });
});

describe('a password', () => {
  const flaw = (password: string) => passwordFlaw(password, 'maria.curie@example.org')?.detail;

  it('has 8 to 128 characters, of any kind, counted as people count them', () => {
    expect(flaw('correct horse')).toBeUndefined();
    expect(flaw('🍏🍎🍐🍊🍋🍌🍉🍇')).toBeUndefined();
    expect(flaw('🍏🍎🍐🍊🍋🍌🍉')).toContain('8 to 128');
    expect(flaw('x1'.repeat(64))).toBeUndefined();
    expect(flaw('x'.repeat(129))).toContain('8 to 128');
    expect(flaw('null\u0000null')).toContain('U+0000');
    expect(flaw('half\ud83dpair')).toContain('surrogate');
  });

  it('is not one that everybody tries first', () => {
    for (const common of ['password', 'PASSWORD', 'Password1', '12345678', 'qwertyuiop', 'iloveyou'])
      expect(flaw(common)).toContain('most common');
    expect(flaw('aaaaaaaaaaaaaaa')).toContain('most common');
    expect(isCommonPassword('constructor')).toBe(false);
  });

  it('is not the address it belongs to', () => {
    expect(flaw('Maria.Curie@example.org')).toContain('e-mail');
    expect(flaw('maria.curie')).toContain('e-mail');
  });
});

describe('a gate', () => {
  it('lets in so many at once, in order, and turns away a crowd', async () => {
    const gate = new Gate(2, 3);
    const order: number[] = [];
    const open: (() => void)[] = [];
    let most = 0;
    let inside = 0;
    const enter = (number: number) =>
      gate.pass(async () => {
        order.push(number);
        most = Math.max(most, (inside += 1));
        await new Promise<void>((resolve) => open.push(resolve));
        inside -= 1;
      });
    const all = [1, 2, 3, 4, 5].map(enter);
    await expect(enter(6)).rejects.toMatchObject({ fault: 'unavailable', retryAfterSeconds: 2 });
    for (let step = 0; step < 5; step += 1) {
      open.shift()?.();
      await new Promise(setImmediate);
    }
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('gives the place back after a failure', async () => {
    const gate = new Gate(1, 1);
    await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass(() => Promise.resolve('yes'))).resolves.toBe('yes');
  });
});

describe('a throttle', () => {
  it('says how long to wait and forgets after its window', () => {
    const clock = new SettableClock(new Date(0));
    const throttle = new Throttle(2, 10_000, clock);
    const go = { wait: 0, locked: false };
    expect([throttle.tryNow('a'), throttle.tryNow('a')]).toEqual([go, go]);
    expect(throttle.tryNow('a')).toEqual({ wait: 10, locked: true });
    clock.advance(9_500);
    expect(throttle.tryNow('a')).toEqual({ wait: 1, locked: false });
    expect(throttle.tryNow('b')).toEqual(go);
    clock.advance(500);
    expect(throttle.tryNow('a')).toEqual(go);
  });

  it('keeps a bounded number of keys and drops the dead ones first', () => {
    const clock = new SettableClock(new Date(0));
    const throttle = new Throttle(1, 10_000, clock, 3);
    for (const key of ['a', 'b']) throttle.tryNow(key);
    clock.advance(10_000);
    for (const key of ['c', 'd', 'e']) throttle.tryNow(key);
    expect(['c', 'd', 'e'].map((key) => throttle.tryNow(key).wait)).toEqual([10, 10, 10]);
    expect(throttle.tryNow('f').wait).toBe(0);
    expect(throttle.tryNow('c').wait).toBe(0);
  });

  it('sees an IPv6 network as one caller', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe(networkOf('2001:0DB8:1:2::99'));
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0');
    expect(networkOf('::1')).toBe('0:0:0:0');
    expect(networkOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(networkOf('192.0.2.1')).toBe('192.0.2.1');
  });
});
