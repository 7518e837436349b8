import pg from 'pg';

const DATE = 1082;
const INT8 = 20;

/**
 * How this project reads PostgreSQL's types: dates stay `YYYY-MM-DD` (a Date would move them between zones);
 * bigint becomes a number (counts, sizes and row numbers here stay far below 2^53; ids are UUIDs or text).
 */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE) return (text: string) => text;
    if (oid === INT8) return (text: string) => Number(text);
    const known: (oid: number, format?: 'text' | 'binary') => unknown = pg.types.getTypeParser;
    return known(oid, format) as (text: string) => unknown;
  },
};

export const STATEMENT_TIMEOUT_MS = 10_000;

export interface SessionOptions {
  /** `system` passes row-level security; otherwise a transaction must name its account. */
  scope?: 'system';
  /** Milliseconds a statement may run, 10,000 by default; 0: no limit of the session's own. */
  statementTimeoutMs?: number;
}

/**
 * Session settings that keep an abandoned connection from holding anything: a query whose client died ends within 5 s,
 * an idle transaction within 15 s, a lock is waited for at most 5 s.
 */
export function sessionSettings(options: SessionOptions): string {
  const settings = [
    'client_connection_check_interval=5000',
    'idle_in_transaction_session_timeout=15000',
    'lock_timeout=5000',
    `statement_timeout=${options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS}`,
    'timezone=UTC',
    // Compiling costs more than it saves on queries of some milliseconds.
    'jit=off',
  ];
  if (options.scope === 'system') settings.push('app.scope=system');
  return settings.map((setting) => `-c ${setting}`).join(' ');
}
