import type { SystemSql } from '@pressroom/entities';

/** Removes what was sent in more than `days` ago: reports on it have been removed by then too. @returns how many went */
export async function forgetSubmissions(sql: SystemSql, days: number): Promise<number> {
  const { rowCount } = await sql.system(
    `DELETE FROM feedback_submissions WHERE created_at < app_now() - make_interval(days => $1)`,
    [days],
  );
  return rowCount;
}
