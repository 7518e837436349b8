import { openDatabase } from '@pressroom/entities';
import { SettableClock } from '@pressroom/kernel';
import {
  AccessTokens,
  Accounts,
  AuditLog,
  LiveSessions,
  Passwords,
  PasswordSignIn,
  Sessions,
  TokenSets,
} from '@pressroom/identity';
import { freshDatabase } from './databases';

/** The services of identity over a fresh database, with keys of their own and a clock that stands still. */
export async function identityWorld() {
  const base = await freshDatabase();
  const database = await openDatabase({
    url: base.url,
    name: 'identity test',
    accountConnections: 4,
    systemConnections: 10,
  });
  const clock = new SettableClock(new Date('2026-03-01T10:00:00Z'));
  const audit = new AuditLog(database);
  const passwords = new Passwords();
  const accounts = new Accounts(database, passwords, audit);
  const live = new LiveSessions(database, clock);
  const sessions = new Sessions(database, live, audit);
  const signIn = new PasswordSignIn(accounts, passwords, audit, clock);
  const tokens = new AccessTokens([{ kid: 'test', secret: Buffer.alloc(32, 5) }], clock);
  const tokenSets = new TokenSets(accounts, sessions, tokens);
  return {
    database,
    clock,
    audit,
    passwords,
    accounts,
    live,
    sessions,
    signIn,
    tokens,
    tokenSets,
    /** Moves the database's clock forward by an interval such as `8 days`. */
    async passTime(interval: string) {
      await database.system(`CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
        $$ SELECT statement_timestamp() + interval '${interval}' $$`);
    },
    async events(accountId: string | null) {
      const { rows } = await database.system<{ event: string }>(
        'SELECT event FROM audit_log WHERE account_id IS NOT DISTINCT FROM $1 ORDER BY id',
        [accountId],
      );
      return rows.map(({ event }) => event);
    },
    async close() {
      await database.close();
      await base.drop();
    },
  };
}
export type IdentityWorld = Awaited<ReturnType<typeof identityWorld>>;
