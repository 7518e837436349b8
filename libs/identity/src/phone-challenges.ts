import type { Database, SystemSql, Tx } from '@pressroom/entities';
import { DomainError, newId } from '@pressroom/kernel';
import { CODE_RULES, countedAs, waitAfter } from './one-time-code';
import { NETWORK_SENDS, PHONE_SENDS, waitFor } from './send-limits';
import { networkOf, tooManyTries } from './throttle';

/** What a code is good for, and for nothing else. */
export type CodePurpose = 'sign-in' | 'change-phone';

export interface ChallengeSubject {
  readonly phone: string;
  readonly purpose: CodePurpose;
  /** Whose number it is to become; null for a sign-in, which asks no further before the code is right. */
  readonly accountId: string | null;
}

export interface OpenChallenge {
  readonly id: string;
  readonly codeHmac: Buffer;
}

const DAY = `interval '24 hours'`;

/** The rows of one-time codes. All work on one number goes one after the other, so that its limits are exact. */
export class PhoneChallenges {
  constructor(
    private readonly database: Database,
    private readonly pepper: Buffer,
    private readonly dayBudget: number,
  ) {}

  /**
   * A new challenge in place of the open one, if there is any.
   * @throws DomainError `limited` `code_sent_lately`, `unavailable` `codes_used_up`
   */
  async begin(tx: Tx, { phone, purpose, accountId }: ChallengeSubject, ip: string): Promise<string> {
    const network = countedAs(this.pepper, 'network', networkOf(ip));
    const number = this.counted(phone);
    await lock(tx, network);
    await lock(tx, number);
    await this.mindLimits(tx, number, network);
    await tx.query(
      `UPDATE phone_challenges SET superseded_at = app_now(), phone = NULL
        WHERE phone_hash = $1 AND purpose = $2 AND account_id IS NOT DISTINCT FROM $3
          AND superseded_at IS NULL AND consumed_at IS NULL`,
      [number, purpose, accountId],
    );
    const id = newId();
    await tx.query(
      `INSERT INTO phone_challenges (id, account_id, purpose, phone, phone_hash, network_hash)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, accountId, purpose, phone, number, network],
    );
    return id;
  }

  /**
   * Counts a try before anybody looks whether it is right: no number of parallel guesses gets more than five of a code.
   * @returns what to compare with; null when there is no code, or none that may be tried
   * @throws DomainError `limited` `too_many_attempts` after ten wrong codes within an hour
   */
  async tryOnce({ phone, purpose, accountId }: ChallengeSubject): Promise<OpenChallenge | null> {
    const number = this.counted(phone);
    const { wait, open } = await this.database.inSystem(async (tx) => {
      await lock(tx, number);
      const wait = await waitOf(tx, number);
      if (wait > 0) return { wait, open: null };
      const [open = null] = await tx.query<OpenChallenge>(
        `UPDATE phone_challenges SET attempts = attempts + 1, last_tried_at = app_now()
          WHERE phone_hash = $1 AND purpose = $2 AND account_id IS NOT DISTINCT FROM $3 AND superseded_at IS NULL
            AND consumed_at IS NULL AND expires_at > app_now() AND attempts < $4
          RETURNING id, code_hmac AS "codeHmac"`,
        [number, purpose, accountId, CODE_RULES.tries],
      );
      return { wait, open };
    });
    if (wait > 0) throw tooManyTries(wait);
    return open;
  }

  /** Uses a challenge up. @returns false when that was done already: of parallel right codes one counts */
  async consume(tx: Tx, { phone }: ChallengeSubject, challengeId: string): Promise<boolean> {
    await lock(tx, this.counted(phone));
    const rows = await tx.query(
      `UPDATE phone_challenges SET consumed_at = app_now(), phone = NULL
        WHERE id = $1 AND consumed_at IS NULL AND superseded_at IS NULL AND expires_at > app_now() RETURNING id`,
      [challengeId],
    );
    return rows.length === 1;
  }

  private counted(phone: string): Buffer {
    return countedAs(this.pepper, 'phone', phone);
  }

  private async mindLimits(tx: Tx, number: Buffer, network: Buffer): Promise<void> {
    const [ages] = await tx.query<{ phone: number[]; network: number[]; all: number }>(
      `SELECT
         ARRAY(SELECT extract(epoch FROM app_now() - created_at)::float8 FROM phone_challenges
                WHERE phone_hash = $1 AND created_at > app_now() - ${DAY}) AS phone,
         ARRAY(SELECT extract(epoch FROM app_now() - created_at)::float8 FROM phone_challenges
                WHERE network_hash = $2 AND created_at > app_now() - ${DAY}) AS network,
         (SELECT count(*)::int FROM phone_challenges WHERE created_at > app_now() - ${DAY}) AS all`,
      [number, network],
    );
    const wait = Math.max(
      waitFor(ages?.phone ?? [], PHONE_SENDS),
      waitFor(ages?.network ?? [], NETWORK_SENDS),
    );
    if (wait > 0)
      throw new DomainError('limited', 'code_sent_lately', {
        detail: 'too many codes were asked for; use the last one, or try again later',
        retryAfterSeconds: wait,
      });
    if ((ages?.all ?? 0) >= this.dayBudget)
      throw new DomainError('unavailable', 'codes_used_up', {
        detail: 'no more codes are sent today; sign in another way',
        retryAfterSeconds: 3600,
      });
  }
}

async function waitOf(tx: Tx, number: Buffer): Promise<number> {
  const [past] = await tx.query<{ failures: number; since: number | null }>(
    `SELECT coalesce(sum(attempts) FILTER (WHERE consumed_at IS NULL), 0)::int AS failures,
            extract(epoch FROM app_now() - max(last_tried_at))::float8 AS since
       FROM phone_challenges WHERE phone_hash = $1 AND created_at > app_now() - interval '1 hour'`,
    [number],
  );
  const wait = waitAfter(past?.failures ?? 0);
  return Math.max(0, Math.ceil(wait - (past?.since ?? wait)));
}

async function lock(tx: Tx, what: Buffer): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 8))', [what.toString('base64')]);
}

/** Removes challenges that no limit looks at any more, and numbers that no code goes to. @returns how many went */
export async function forgetPhoneChallenges(sql: SystemSql): Promise<number> {
  await sql.system(
    `UPDATE phone_challenges SET phone = NULL WHERE phone IS NOT NULL AND created_at < app_now() - interval '10 minutes'`,
  );
  const { rowCount } = await sql.system(
    `DELETE FROM phone_challenges WHERE created_at < app_now() - interval '25 hours'`,
  );
  return rowCount;
}
