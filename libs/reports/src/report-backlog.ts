import type { SystemSql } from '@pressroom/entities';

/** What stands before the workers in one queue. */
export interface Backlog {
  queue: string;
  /** Waiting, due or not. */
  pending: number;
  /** Waiting, and may begin now. */
  due: number;
  running: number;
  /** Seconds for which the longest-waiting due report has been due; 0 when none is. */
  oldestDueSeconds: number;
}

/** The backlog as the rows tell it: the queues in Redis only know of bells. */
export class ReportBacklog {
  constructor(private readonly database: SystemSql) {}

  /** One entry for each queue that has open reports. */
  async read(): Promise<Backlog[]> {
    const { rows } = await this.database.system<Backlog>(
      `SELECT queue,
              (count(*) FILTER (WHERE status = 'PENDING'))::int AS pending,
              (count(*) FILTER (WHERE status = 'PENDING' AND not_before <= app_now()))::int AS due,
              (count(*) FILTER (WHERE status = 'RUNNING'))::int AS running,
              coalesce(extract(epoch FROM app_now() - min(not_before)
                FILTER (WHERE status = 'PENDING' AND not_before <= app_now())), 0)::float8 AS "oldestDueSeconds"
         FROM reports WHERE status IN ('PENDING', 'RUNNING') GROUP BY queue`,
    );
    return rows;
  }
}
