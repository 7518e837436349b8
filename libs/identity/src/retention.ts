import type { SystemSql } from '@pressroom/entities';

/** Removes sessions that ended or lapsed more than `days` ago, with their tokens. @returns how many went */
export async function forgetSessions(sql: SystemSql, days: number): Promise<number> {
  const { rowCount } = await sql.system(
    `DELETE FROM sessions WHERE coalesce(ended_at, expires_at) < app_now() - make_interval(days => $1)`,
    [days],
  );
  return rowCount;
}
