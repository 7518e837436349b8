import type { SystemSql } from './database';

/**
 * Superusers, and roles that may bypass it, do not see row-level security: behind them the wall between accounts is not
 * there, and nothing would tell.
 * @throws Error naming the variable, never its value
 */
export async function assertSecondWall(sql: SystemSql): Promise<void> {
  const { rows } = await sql.system<{ passes: boolean }>(
    'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
  );
  if (rows[0]?.passes === false) return;
  throw new Error('DATABASE_URL names a role that passes row-level security; it must be no superuser');
}
