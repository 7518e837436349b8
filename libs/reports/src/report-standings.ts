import type { ReportStatus, SystemSql } from '@pressroom/entities';

/** Where a report stands, for those who run the service: nothing of whose it is or what is in it. */
export interface Standing {
  template: string;
  status: ReportStatus;
  claimNo: number;
  attempts: number;
  maxAttempts: number;
  errorCode: string | null;
}

export class ReportStandings {
  constructor(private readonly database: SystemSql) {}

  /** Null when there is no such report. */
  async of(id: string): Promise<Standing | null> {
    const { rows } = await this.database.system<Standing>(
      `SELECT template, status, claim_no AS "claimNo", attempts, max_attempts AS "maxAttempts", error_code AS "errorCode"
         FROM reports WHERE id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** A report that waits, for its next execution say, is due now, and its bell counts as unheard. */
  async makeDue(id: string): Promise<boolean> {
    const { rowCount } = await this.database.system(
      `UPDATE reports SET not_before = app_now(), rung_at = NULL WHERE id = $1 AND status = 'PENDING'`,
      [id],
    );
    return rowCount === 1;
  }
}
