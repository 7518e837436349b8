import { type Database, openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { Acceptance, type Claim, Executions, Retention, type ReportOrder, Sweeps } from '@pressroom/reports';
import { freshDatabase } from '../../support';

export const LEASE_SECONDS = 20;
export const LIMIT_SECONDS = 60;
export const MAX_ATTEMPTS = 4;
export const BACKOFF_SECONDS = [2, 10, 30] as const;
export const CANCEL_GRACE_SECONDS = 5;
export const RETENTION_DAYS = 30;
export const FORMATS = ['xlsx', 'csv'];
const BEGINNING = new Date('2026-03-01T10:00:00Z');

/** The ledger itself, over PostgreSQL, and a clock that only the test moves. */
export interface Real {
  database: Database;
  acceptance: Acceptance;
  executions: Executions;
  sweeps: Sweeps;
  retention: Retention;
  accountId: string;
  /** Keys of finished files: the store. */
  files: Set<string>;
  pass(seconds: number): Promise<void>;
}

export async function openReal() {
  const base = await freshDatabase();
  const database = await openDatabase({
    url: base.url,
    name: 'model',
    accountConnections: 4,
    systemConnections: 4,
  });
  await database.system(`CREATE TABLE test_clock (at timestamptz NOT NULL)`);
  await database.system(`INSERT INTO test_clock VALUES ($1)`, [BEGINNING]);
  await database.system(
    `CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT at FROM public.test_clock $$`,
  );
  return {
    /** A new account in an empty ledger, at the beginning of time. */
    begin: async (): Promise<Real> => {
      await database.system('DELETE FROM accounts');
      await database.system('UPDATE test_clock SET at = $1', [BEGINNING]);
      const accountId = newId();
      await database.system('INSERT INTO accounts (id, email) VALUES ($1, $2)', [
        accountId,
        `${accountId}@a.test`,
      ]);
      return { ...ledgerOver(database), accountId, files: new Set() };
    },
    close: async () => {
      await database.close();
      await base.drop();
    },
  };
}

function ledgerOver(database: Database): Omit<Real, 'accountId' | 'files'> {
  return {
    database,
    acceptance: new Acceptance(database, {
      openQuota: 1000,
      runningQuota: 2,
      perDayQuota: 100_000,
      byteQuota: 1e12,
      maxAttempts: MAX_ATTEMPTS,
    }),
    executions: new Executions(
      database,
      { leaseSeconds: LEASE_SECONDS, retry: { backoffSeconds: BACKOFF_SECONDS } },
      () => 0.5,
    ),
    sweeps: new Sweeps(database, {
      ringAgainSeconds: 15,
      firstRingSeconds: 4,
      runningQuota: 2,
      backoffSeconds: BACKOFF_SECONDS,
      cancelGraceSeconds: CANCEL_GRACE_SECONDS,
    }),
    retention: new Retention(database),
    pass: async (seconds) => {
      await database.system('UPDATE test_clock SET at = at + make_interval(secs => $1)', [seconds]);
    },
  };
}

export function orderFor(accountId: string): ReportOrder {
  return {
    accountId,
    template: 'test.model',
    templateVersion: '1',
    formats: FORMATS,
    parameters: {},
    context: {},
    queue: 'reports-interactive',
    limitSeconds: LIMIT_SECONDS,
    traceparent: null,
  };
}

/** What an execution makes: its own files, under its own token. */
export function filesOf(claim: Claim): { format: string; fileKey: string }[] {
  return claim.formats.map((format) => ({
    format,
    fileKey: `${claim.accountId}/${claim.id}/${claim.claimNo}-${claim.leaseToken}/${format}.${format}`,
  }));
}
