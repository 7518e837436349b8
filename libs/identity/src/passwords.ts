import { randomBytes } from 'node:crypto';
import type { Flaw } from '@pressroom/kernel';
import { textFault } from '@pressroom/kernel';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { isCommonPassword } from './common-passwords';
import { Gate } from './gate';

/** Argon2id (the package's default algorithm) as the OWASP password storage sheet asks: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** Two hashes at once keep two cores busy and cost 38 MiB; what waits longer than some seconds is better refused. */
const PARALLEL_HASHES = 2;
const WAITING_HASHES = 100;

export interface PasswordCheck {
  readonly matches: boolean;
  /** The hash was made with other parameters than today's: store a new one while the password is at hand. */
  readonly outdated: boolean;
}

/** Makes and checks password hashes, never more than a few at once. */
export class Passwords {
  private readonly gate = new Gate(PARALLEL_HASHES, WAITING_HASHES);
  private dummy: Promise<string> | undefined;

  /** @returns a PHC string; @throws DomainError `unavailable` when too many wait */
  hash(password: string): Promise<string> {
    return this.gate.pass(() => hash(normalise(password), PARAMETERS));
  }

  /**
   * @param stored null for an unknown account or one without a password: the same work is done on a dummy hash,
   *   so that the time of the answer does not tell who has an account
   */
  async check(stored: string | null, password: string): Promise<PasswordCheck> {
    const against = stored ?? (await this.dummyHash());
    const matches = await this.gate.pass(() => verify(against, normalise(password)));
    return { matches: matches && stored !== null, outdated: isOutdated(against) };
  }

  /** Makes the dummy hash before the first sign-in of an unknown account, which would otherwise take twice as long. */
  async onModuleInit(): Promise<void> {
    await this.dummyHash();
  }

  private dummyHash(): Promise<string> {
    this.dummy ??= this.hash(randomBytes(32).toString('base64url'));
    return this.dummy;
  }
}

/** Why a password can't be chosen, or null: 8 to 128 characters, none of the world's most frequent, not the address itself. */
export function passwordFlaw(password: string, email: string): Flaw | null {
  const wrong = (detail: string) => ({ pointer: '/password', detail });
  const fault = textFault(password);
  if (fault !== null) return wrong(fault);
  const text = normalise(password);
  const length = Array.from(text).length;
  if (length < MIN_LENGTH || length > MAX_LENGTH)
    return wrong(`must have ${MIN_LENGTH} to ${MAX_LENGTH} characters`);
  if (isCommonPassword(text) || new Set(text).size === 1)
    return wrong('is one of the most common passwords; choose another');
  const [local] = email.split('@');
  if ([email, local].includes(text.toLowerCase())) return wrong('must not be your e-mail address');
  return null;
}

/** NIST SP 800-63B 3.1.1.2: the same password typed on two keyboards must be one text. */
function normalise(password: string): string {
  return password.normalize('NFKC');
}

function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return (
    memoryCost !== PARAMETERS.memoryCost ||
    timeCost !== PARAMETERS.timeCost ||
    parallelism !== PARAMETERS.parallelism
  );
}
