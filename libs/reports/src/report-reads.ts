import { type Database, REPORT_STATUSES, type ReportStatus } from '@pressroom/entities';
import { decodeCursor, missing, type Page, toPage } from '@pressroom/kernel';
import { VIEW_COLUMNS, type ReportView } from './rows';

export interface ReportFilter {
  status?: ReportStatus | undefined;
  template?: string | undefined;
  limit: number;
  cursor?: string | undefined;
  /** Templates whose reports are left out. */
  hidden?: readonly string[];
}

export class ReportReads {
  constructor(private readonly database: Database) {}

  /** @param hidden templates whose reports count as missing @throws DomainError `missing`, also for another account's */
  byId(accountId: string, id: string, hidden: readonly string[] = []): Promise<ReportView> {
    return this.database.inAccount(accountId, async (tx) => {
      const [report] = await tx.query<ReportView>(
        `SELECT ${VIEW_COLUMNS} FROM reports r WHERE r.id = $1 AND r.account_id = $2`,
        [id, accountId],
      );
      if (report === undefined || hidden.includes(report.template)) throw missing('report');
      return report;
    });
  }

  list(accountId: string, filter: ReportFilter): Promise<Page<ReportView>> {
    const after = filter.cursor === undefined ? null : decodeCursor(filter.cursor);
    return this.database.inAccount(accountId, async (tx) => {
      const rows = await tx.query<ReportView & { cursorAt: string }>(
        `SELECT ${VIEW_COLUMNS}, r.created_at::text AS "cursorAt" FROM reports r
          WHERE r.account_id = $1 AND ($2::text IS NULL OR r.status = $2) AND ($3::text IS NULL OR r.template = $3) AND r.template <> ALL ($7::text[])
            AND ($4::timestamptz IS NULL OR (r.created_at, r.id) < ($4, $5::uuid))
          ORDER BY r.created_at DESC, r.id DESC LIMIT $6`,
        [
          accountId,
          filter.status ?? null,
          filter.template ?? null,
          after?.at ?? null,
          after?.id ?? null,
          filter.limit + 1,
          filter.hidden ?? [],
        ],
      );
      return toPage(
        rows,
        filter.limit,
        (row) => ({ at: row.cursorAt, id: row.id }),
        ({ cursorAt: _position, ...report }) => report,
      );
    });
  }

  /** For a signed link, which names a report and no account. Null when it is gone or its owner is. */
  async byLink(id: string): Promise<ReportView | null> {
    const { rows } = await this.database.system<ReportView>(
      `SELECT ${VIEW_COLUMNS} FROM reports r JOIN accounts a ON a.id = r.account_id AND a.deleted_at IS NULL WHERE r.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** All watched reports in one statement, however many watch. */
  async byIds(ids: readonly string[]): Promise<Map<string, ReportView>> {
    const { rows } = await this.database.system<ReportView>(
      `SELECT ${VIEW_COLUMNS} FROM reports r WHERE r.id = ANY ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Reports that wait, in all: what the service as a whole refuses more of past its bound. Counts to `bound` at most. */
  async pendingUpTo(bound: number): Promise<number> {
    const { rows } = await this.database.system<{ n: number }>(
      `SELECT count(*) AS n FROM (SELECT 1 FROM reports WHERE status = 'PENDING' LIMIT $1) waiting`,
      [bound],
    );
    return rows[0]?.n ?? 0;
  }
}

export function isReportStatus(text: string): text is ReportStatus {
  return (REPORT_STATUSES as readonly string[]).includes(text);
}
