import { appendAudit, type Database, type Tx } from '@pressroom/entities';
import { invalid } from '@pressroom/kernel';
import {
  CONSENT_PURPOSES,
  CONSENT_TEXTS,
  type ConsentPurpose,
  type ConsentText,
  type ConsentTexts,
  currentText,
} from './consent-texts';

/** One decision, as it was written down. */
export interface ConsentEvent {
  /** Of the text that was agreed to, or whose agreement was withdrawn. */
  version: number;
  given: boolean;
  at: Date;
}

/** How a person stands to a purpose. */
export interface ConsentState {
  purpose: ConsentPurpose;
  title: string;
  currentVersion: number;
  /** Null when nothing is agreed to, or no longer. */
  agreedVersion: number | null;
  agreedAt: Date | null;
  /** Whether the text agreed to is the current one. */
  current: boolean;
  /** Newest first, at most `MOST_SHOWN`. */
  history: ConsentEvent[];
}

export interface ConsentDecision {
  purpose: ConsentPurpose;
  version: number;
  given: boolean;
}

export interface CurrentConsentText extends ConsentText {
  purpose: ConsentPurpose;
}

/** Decisions of a purpose that an answer shows; the export has all. */
const MOST_SHOWN = 100;

interface Row extends ConsentEvent {
  purpose: string;
}

/** What people agreed to: decisions are added, and none is ever changed or removed but by the erasure of the account. */
export class Consents {
  constructor(
    private readonly database: Database,
    private readonly texts: ConsentTexts = CONSENT_TEXTS,
  ) {}

  currentTexts(): CurrentConsentText[] {
    return CONSENT_PURPOSES.map((purpose) => ({ purpose, ...currentText(this.texts[purpose]) }));
  }

  /** Every purpose, also those never decided on. */
  async states(accountId: string): Promise<ConsentState[]> {
    const rows = await this.database.inAccount(accountId, (tx) =>
      readDecisions(tx, accountId, CONSENT_PURPOSES),
    );
    return CONSENT_PURPOSES.map((purpose) => this.stateOf(purpose, rows));
  }

  /**
   * Writes a decision down, unless it changes nothing. A withdrawal ends what is agreed to, whichever version it names.
   * @returns `written` false when things stood so already
   * @throws DomainError `invalid` for an unknown version; `consent_outdated` for agreeing to one that is not current
   */
  async decide(
    accountId: string,
    decision: ConsentDecision,
  ): Promise<{ state: ConsentState; written: boolean }> {
    const { purpose, version, given } = decision;
    this.check(decision);
    return this.database.inAccount(accountId, async (tx) => {
      // One decision after the other: of two alike at the same time one is written.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 6))', [`${accountId} ${purpose}`]);
      const before = this.stateOf(purpose, await readDecisions(tx, accountId, [purpose]));
      const decided = given ? version : before.agreedVersion;
      if (decided === null || (given && decided === before.agreedVersion))
        return { state: before, written: false };
      await tx.query('INSERT INTO consents (account_id, purpose, version, given) VALUES ($1, $2, $3, $4)', [
        accountId,
        purpose,
        decided,
        given,
      ]);
      await appendAudit(tx, {
        event: given ? 'consent_given' : 'consent_withdrawn',
        actor: accountId,
        accountId,
        detail: { purpose, version: decided },
      });
      return {
        state: this.stateOf(purpose, await readDecisions(tx, accountId, [purpose])),
        written: true,
      };
    });
  }

  private check({ purpose, version, given }: ConsentDecision): void {
    const { version: current } = currentText(this.texts[purpose]);
    if (!this.texts[purpose].some((text) => text.version === version))
      throw invalid([
        { pointer: '/version', detail: `is no version of this text; the current one is ${current}` },
      ]);
    if (given && version !== current)
      throw invalid(
        [{ pointer: '/version', detail: `is outdated; the current one is ${current}` }],
        'consent_outdated',
      );
  }

  private stateOf(purpose: ConsentPurpose, rows: readonly Row[]): ConsentState {
    const history = rows
      .filter((row) => row.purpose === purpose)
      .map(({ version, given, at }) => ({ version, given, at }));
    const agreed = history[0]?.given === true ? history[0] : null;
    const { version, title } = currentText(this.texts[purpose]);
    return {
      purpose,
      title,
      currentVersion: version,
      agreedVersion: agreed?.version ?? null,
      agreedAt: agreed?.at ?? null,
      current: agreed?.version === version,
      history,
    };
  }
}

function readDecisions(tx: Tx, accountId: string, purposes: readonly ConsentPurpose[]): Promise<Row[]> {
  return tx.query<Row>(
    `SELECT purpose, version, given, at FROM (
       SELECT id, purpose, version, given, at, row_number() OVER (PARTITION BY purpose ORDER BY id DESC) AS place
         FROM consents WHERE account_id = $1 AND purpose = ANY($2)) c
      WHERE place <= $3 ORDER BY id DESC`,
    [accountId, purposes, MOST_SHOWN],
  );
}
