import type { Tx } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { identityWorld, type IdentityWorld } from '../../../test/support/identity';
import { newCode } from './one-time-code';
import { type CodeLetter, CodePost, CodeWriter, forgetPhoneChallenges, PhoneCodes, PhoneSignIn } from '.';

const PHONE = '+12025550143';
const pepper = Buffer.alloc(32, 9);
const HOME = '203.0.113.1';

/** Sends at once; keeps what it has sent, as the phones do. */
class Phones extends CodePost {
  readonly messages: { to: string; text: string }[] = [];
  readonly letters: CodeLetter[] = [];

  constructor(private readonly writer: CodeWriter) {
    super();
  }

  override put(_tx: Tx, letter: CodeLetter): Promise<() => Promise<void>> {
    this.letters.push(letter);
    return Promise.resolve(() => this.send(letter.challengeId));
  }

  async send(challengeId: string): Promise<void> {
    const message = await this.writer.write(challengeId);
    if (message !== null) this.messages.push(message);
  }

  code(phone = PHONE): string {
    const last = this.messages.filter(({ to }) => to === phone).at(-1);
    return last?.text.slice(0, 6) ?? 'none';
  }
}

let world: IdentityWorld;
let phones: Phones;
let signIn: PhoneSignIn;

function signInWith(settings: { countries?: readonly string[]; dayBudget?: number } = {}): PhoneSignIn {
  const { countries = null, dayBudget = 10_000 } = settings;
  const codes = new PhoneCodes(world.database, phones, { pepper, countries, dayBudget });
  return new PhoneSignIn(world.database, codes, world.audit);
}

beforeEach(async () => {
  world = await identityWorld();
  phones = new Phones(new CodeWriter(world.database, pepper));
  signIn = signInWith();
});
afterEach(() => world.close());

/** The code of the answer, or `ok`. */
async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'ok',
    (error: unknown) => {
      if (error instanceof DomainError) return error.code;
      throw error;
    },
  );
}
const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const accounts = async (): Promise<number> =>
  (await world.database.system('SELECT FROM accounts WHERE phone IS NOT NULL')).rowCount;

describe('signing up by phone', () => {
  it('makes the account only once the code is right, and signs in with the next code', async () => {
    await signIn.request('+1 (202) 555-0143', HOME);
    expect([await accounts(), phones.messages.length]).toEqual([0, 1]);
    expect(phones.messages[0]).toEqual({
      to: PHONE,
      text: expect.stringMatching(/^\d{6} is your Pressroom code, good for 5 minutes\./) as string,
    });
    expect(await outcome(signIn.verify(PHONE, wrong(phones.code())))).toBe('code_wrong');
    expect(await accounts()).toBe(0);
    const made = await signIn.verify(PHONE, phones.code());
    expect(made).toMatchObject({ phone: PHONE, email: null, role: 'member' });
    await world.passTime('61 seconds');
    await signIn.request(PHONE, HOME);
    expect(await signIn.verify(PHONE, phones.code())).toEqual(made);
    expect(await world.events(made.id)).toEqual([
      'user_created',
      'authn_login_success',
      'authn_login_success',
    ]);
  });

  it('keeps no code and, once it is over, no number, but what counts both', async () => {
    await signIn.request(PHONE, HOME);
    const dump = async () =>
      JSON.stringify((await world.database.system('SELECT * FROM phone_challenges')).rows);
    expect(await dump()).not.toContain(phones.code());
    await signIn.verify(PHONE, phones.code());
    expect(await dump()).not.toContain('2025550143');
    expect(JSON.stringify(phones.letters)).not.toMatch(/2025550143|text|code"/);
    await world.passTime('26 hours');
    expect(await forgetPhoneChallenges(world.database)).toBe(1);
  });

  it.each([
    ['is no number', '+0123456789'],
    ['has no plus sign', '12025550143'],
    ['has letters', '+1202555O143'],
    ['is too short', '+123456'],
    ['is too long', '+1234567890123456'],
    ['has foreign digits', '+١٢٠٢٥٥٥٠١٤٣'],
    ['costs a fortune', '+19005550143'],
    ['is a satellite', '+881612345678'],
    ['is a personal number that pays its owner', '+447012345678'],
  ])('is refused for a number that %s', async (_, phone) => {
    await expect(signIn.request(phone, HOME)).rejects.toMatchObject({
      fault: 'invalid',
      flaws: [{ pointer: '/phone' }],
    });
    expect(phones.letters).toEqual([]);
  });

  it('goes only to countries on the list, when there is one', async () => {
    const european = signInWith({ countries: ['49', '43'] });
    expect(await outcome(european.request(PHONE, HOME))).toBe('invalid_input');
    expect(await outcome(european.request('+4917012345678', HOME))).toBe('ok');
  });
});

describe('a code', () => {
  it('is worth nothing after five wrong tries, even when all come at once', async () => {
    await signIn.request(PHONE, HOME);
    const right = phones.code();
    const guesses = Array.from({ length: 40 }, (_, n) =>
      String((Number(right) + 1 + n) % 1_000_000).padStart(6, '0'),
    );
    const answers = await Promise.all(guesses.map((guess) => outcome(signIn.verify(PHONE, guess))));
    expect(new Set(answers)).toEqual(new Set(['code_wrong']));
    expect(await outcome(signIn.verify(PHONE, right))).toBe('code_wrong');
    const { rows } = await world.database.system('SELECT attempts FROM phone_challenges');
    expect(rows).toEqual([{ attempts: 5 }]);
  });

  it('is good once, however many bring it at the same time', async () => {
    await signIn.request(PHONE, HOME);
    const code = phones.code();
    const answers = await Promise.all(Array.from({ length: 20 }, () => outcome(signIn.verify(PHONE, code))));
    expect(answers.filter((each) => each === 'ok')).toHaveLength(1);
    expect(await outcome(signIn.verify(PHONE, code))).toBe('code_wrong');
    expect(await accounts()).toBe(1);
  });

  it('lives five minutes from its sending, and goes out within five minutes of its request or not at all', async () => {
    await signIn.request(PHONE, HOME);
    const code = phones.code();
    await world.passTime('299 seconds');
    const challengeId = phones.letters[0]?.challengeId ?? '';
    expect(phones.letters[0]?.lifeSeconds).toBe(300);
    await phones.send(challengeId);
    expect(phones.messages).toHaveLength(2);
    expect(await outcome(signIn.verify(PHONE, code))).toBe('code_wrong');
    await world.passTime('601 seconds');
    expect(await outcome(signIn.verify(PHONE, phones.code()))).toBe('code_wrong');
    await phones.send(challengeId);
    expect(phones.messages).toHaveLength(2);
  });

  it('ends when another one is asked for, and a late sending of it does not bring it back', async () => {
    await signIn.request(PHONE, HOME);
    const first = phones.code();
    await world.passTime('61 seconds');
    await signIn.request(PHONE, HOME);
    if (phones.code() !== first) expect(await outcome(signIn.verify(PHONE, first))).toBe('code_wrong');
    await phones.send(phones.letters[0]?.challengeId ?? '');
    expect(phones.messages).toHaveLength(2);
    expect(await outcome(signIn.verify(PHONE, phones.code()))).toBe('ok');
  });

  it('is for its own number and purpose only', async () => {
    await signIn.request(PHONE, HOME);
    await signIn.request('+12025550199', HOME);
    expect(await outcome(signIn.verify('+12025550199', phones.code(PHONE)))).toBe(
      phones.code(PHONE) === phones.code('+12025550199') ? 'ok' : 'code_wrong',
    );
    await world.database.system(`INSERT INTO accounts (id) VALUES ('0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6e')`);
    await world.database.system(
      `UPDATE phone_challenges SET purpose = 'change-phone', account_id = '0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6e'
        WHERE phone = $1`,
      [PHONE],
    );
    expect(await outcome(signIn.verify(PHONE, phones.code(PHONE)))).toBe('code_wrong');
  });

  it('has six digits, of which the first may be zero', () => {
    const codes = Array.from({ length: 5000 }, newCode);
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(4900);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });
});

describe('the limits of codes', () => {
  const until = async (work: Promise<unknown>): Promise<number | undefined> =>
    work.then(
      () => 0,
      (error: unknown) => (error instanceof DomainError ? error.retryAfterSeconds : undefined),
    );

  it('are one a minute, five an hour and ten a day for a number, whoever asks', async () => {
    let sent = 0;
    for (let minute = 0; minute < 23 * 60; minute += minute < 10 ? 1 : 20) {
      await world.passTime(`${minute * 61} seconds`);
      if ((await outcome(signIn.request(PHONE, `198.51.100.${minute % 250}`))) === 'ok') sent += 1;
      if (minute === 9) expect(sent).toBe(5);
    }
    expect(sent).toBe(10);
  });

  it('let one through of a thousand networks that ask for one number at once', async () => {
    const asked = Array.from({ length: 1000 }, (_, n) => `2001:db8:${n.toString(16)}::1`);
    const answers: string[] = [];
    for (let from = 0; from < asked.length; from += 50)
      answers.push(
        ...(await Promise.all(asked.slice(from, from + 50).map((ip) => outcome(signIn.request(PHONE, ip))))),
      );
    expect(answers.filter((each) => each === 'ok')).toHaveLength(1);
    expect(phones.messages).toHaveLength(1);
  });

  it('let ten through of one network that asks for a thousand numbers at once', async () => {
    const asked = Array.from({ length: 1000 }, (_, n) => `+1202555${String(n).padStart(4, '0')}`);
    const answers: string[] = [];
    for (let from = 0; from < asked.length; from += 50)
      answers.push(
        ...(await Promise.all(
          asked.slice(from, from + 50).map((phone, n) => outcome(signIn.request(phone, `2001:db8::${n}`))),
        )),
      );
    expect(answers.filter((each) => each === 'ok')).toHaveLength(10);
  });

  it('say when to come back', async () => {
    await signIn.request(PHONE, HOME);
    expect(await until(signIn.request(PHONE, HOME))).toBeLessThanOrEqual(60);
    expect(await until(signIn.request(PHONE, HOME))).toBeGreaterThan(50);
  });

  it('end with the budget of a day for all', async () => {
    const poor = signInWith({ dayBudget: 2 });
    for (const last of [1, 2]) await poor.request(`+1202555010${last}`, HOME);
    expect(await outcome(poor.request(PHONE, HOME))).toBe('codes_used_up');
    await world.passTime('25 hours');
    expect(await outcome(poor.request(PHONE, HOME))).toBe('ok');
  });

  it('make guessing wait after ten wrong codes within an hour, longer and longer', async () => {
    for (const minute of [0, 2]) {
      await world.passTime(`${minute} minutes`);
      await signIn.request(PHONE, HOME);
      for (let n = 0; n < 5; n += 1) await outcome(signIn.verify(PHONE, wrong(phones.code())));
    }
    expect(await until(signIn.verify(PHONE, phones.code()))).toBeGreaterThan(25);
    await world.passTime('4 minutes');
    await signIn.request(PHONE, HOME);
    expect(await outcome(signIn.verify(PHONE, wrong(phones.code())))).toBe('code_wrong');
    expect(await outcome(signIn.verify(PHONE, phones.code()))).toBe('too_many_attempts');
    expect(await until(signIn.verify(PHONE, phones.code()))).toBeGreaterThan(50);
    await world.passTime('5 minutes 5 seconds');
    expect(await outcome(signIn.verify(PHONE, wrong(phones.code())))).toBe('code_wrong');
    expect(await until(signIn.verify(PHONE, phones.code()))).toBeGreaterThan(110);
    await world.passTime('7 minutes 15 seconds');
    expect(await outcome(signIn.verify(PHONE, phones.code()))).toBe('ok');
  });
});

describe('what an answer tells', () => {
  it('is the same for a number with an account and one without', async () => {
    await signIn.request(PHONE, HOME);
    await signIn.verify(PHONE, phones.code());
    await world.passTime('2 minutes');
    const both = [PHONE, '+12025550199'];
    for (const phone of both) expect(await outcome(signIn.request(phone, HOME))).toBe('ok');
    const told = await Promise.all(
      both.map((phone) => signIn.verify(phone, wrong(phones.code(phone))).catch((error: unknown) => error)),
    );
    expect(told[0]).toEqual(told[1]);
    const again = await Promise.all(
      both.map((phone) => signIn.request(phone, HOME).catch((error: unknown) => error)),
    );
    expect(again.map((error) => (error instanceof DomainError ? error.code : error))).toEqual([
      'code_sent_lately',
      'code_sent_lately',
    ]);
  });

  it('signs nobody in for an account that was erased, and sends nothing more to it', async () => {
    await signIn.request(PHONE, HOME);
    const { id } = await signIn.verify(PHONE, phones.code());
    await world.passTime('2 minutes');
    await signIn.request(PHONE, HOME);
    await world.database.system('DELETE FROM accounts WHERE id = $1', [id]);
    const { rows } = await world.database.system('SELECT FROM phone_challenges WHERE phone IS NOT NULL');
    expect(rows).toEqual([]);
    expect(await outcome(signIn.verify(PHONE, phones.code()))).toBe('code_wrong');
    // The limits of the number outlive the account: nobody counts anew by erasing.
    expect(await outcome(signIn.request(PHONE, HOME))).toBe('code_sent_lately');
  });

  it('is that there is no such way in where nothing goes to phones', async () => {
    const closed = new PhoneSignIn(
      world.database,
      new PhoneCodes(world.database, null, { pepper, countries: null, dayBudget: 1 }),
      world.audit,
    );
    expect(await outcome(closed.request(PHONE, HOME))).toBe('phone_sign_in_off');
    expect(await outcome(closed.verify(PHONE, '000000'))).toBe('phone_sign_in_off');
  });
});
