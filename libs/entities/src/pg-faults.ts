import type { Fault } from '@pressroom/kernel';

/** SQLSTATE of a PostgreSQL error, also when typeorm wrapped it; null for any other error. */
export function sqlState(error: unknown): string | null {
  if (typeof error !== 'object' || error === null) return null;
  if ('driverError' in error && error.driverError !== error) return sqlState(error.driverError);
  if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code))
    return error.code;
  return null;
}

const AWAY =
  /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Connection ended|Query read timeout/i;

/**
 * What a database error means for the work that met it, or null when it is none of the known kinds.
 * Transient classes: 08 connection, 40001 serialization, 40P01 deadlock, 53 resources, 57P0x shutdown, 55P03 lock wait.
 */
export function databaseFault(error: unknown): Fault | null {
  const state = sqlState(error);
  if (state !== null) {
    if (state === '57014') return 'timeout';
    if (/^(08|53|57P0|40001|40P01|55P03|25P0[23])/.test(state)) return 'unavailable';
    return 'broken';
  }
  if (error instanceof Error && AWAY.test(`${'code' in error ? String(error.code) : ''} ${error.message}`))
    return 'unavailable';
  return null;
}

/** A deadlock or a serialization failure: PostgreSQL undid everything and asks for the same again. */
export function asksForAnotherTry(error: unknown): boolean {
  return /^(40001|40P01)$/.test(sqlState(error) ?? '');
}
