import { prepared, type ReportStatus, type SystemSql } from '@pressroom/entities';

export interface SweepSettings {
  /** Seconds after which an unanswered bell is rung again. */
  ringAgainSeconds: number;
  /** The same for a first bell, which the api rang without waiting to hear whether it was heard. */
  firstRingSeconds: number;
  /** Reports of one account that may be rung or running at a time. */
  runningQuota: number;
  backoffSeconds: readonly number[];
  /** Seconds after which a worker that was told to stop and did not is fenced. */
  cancelGraceSeconds: number;
}

export interface DueBell {
  id: string;
  queue: string;
  claimNo: number;
  dispatchNo: number;
}

type Taken = DueBell & { accountId: string };
/** Without a report when nothing was due. */
type TakenRow = (Taken | { id: null }) & { end: string | null };

export interface Rescued {
  id: string;
  status: ReportStatus;
}

/** Accounts looked at in one round of turns: bounds the work of a round, whatever the number of accounts. */
const ACCOUNTS_A_ROUND = 64;

/** Rows whose bell was never rung, or so long ago that it was lost. $4 and $6: the two patiences. */
const UNHEARD = `(r.rung_at IS NULL OR r.rung_at <= app_now()
  - make_interval(secs => CASE WHEN r.dispatch_no = 1 AND r.claim_no = 0 THEN least($4::float8, $6::float8) ELSE $4::float8 END))`;

/**
 * $1 queues, $2 how many, $3 the account after which the circle starts, $5 the running quota.
 * One row a report taken, and the end of a circle that was cut at its bound.
 */
const TAKE_DUE = prepared(
  'reports-take-due',
  `WITH RECURSIVE circle AS (
   (SELECT account_id, 1 AS n FROM reports WHERE status IN ('PENDING', 'RUNNING') AND account_id > $3::uuid
     ORDER BY account_id LIMIT 1)
   UNION ALL
   (SELECT next.account_id, circle.n + 1 FROM circle, LATERAL (
      SELECT account_id FROM reports WHERE status IN ('PENDING', 'RUNNING') AND account_id > circle.account_id
       ORDER BY account_id LIMIT 1) next
     WHERE circle.n < ${ACCOUNTS_A_ROUND})
 ), due AS (
   SELECT pick.id, pick.turn, circle.n
     FROM circle, LATERAL (
       SELECT count(*) AS busy FROM reports r WHERE account_id = circle.account_id
          AND (status = 'RUNNING' OR (status = 'PENDING' AND rung_at IS NOT NULL))
          AND (status = 'RUNNING' OR NOT ${UNHEARD})) load,
     LATERAL (
       SELECT id, row_number() OVER (ORDER BY created_at, id) AS turn FROM reports r
        WHERE account_id = circle.account_id AND status = 'PENDING' AND not_before <= app_now() AND queue = ANY ($1)
          AND ${UNHEARD}
        ORDER BY created_at, id LIMIT least($2, greatest(0, $5 - load.busy))) pick
    ORDER BY pick.turn, circle.n LIMIT $2
 ), taken AS (
   SELECT r.id FROM reports r WHERE r.id = ANY (ARRAY(SELECT due.id FROM due)) AND r.status = 'PENDING'
    FOR UPDATE SKIP LOCKED
 ), rung AS (
   UPDATE reports r SET rung_at = app_now(), dispatch_no = r.dispatch_no + 1 FROM taken WHERE r.id = taken.id
   RETURNING r.id, r.queue, r.claim_no, r.dispatch_no, r.account_id)
 SELECT rung.id, rung.queue, rung.claim_no AS "claimNo", rung.dispatch_no AS "dispatchNo",
        rung.account_id AS "accountId", circle.end
   FROM (SELECT max(account_id::text) FILTER (WHERE n = ${ACCOUNTS_A_ROUND}) AS end FROM circle) circle
   LEFT JOIN rung ON true`,
);

/** The dispatcher's statements: what was lost comes back, what is due is rung, what was to stop is stopped. */
export class Sweeps {
  constructor(
    private readonly database: SystemSql,
    private readonly settings: SweepSettings,
  ) {}

  /** RUNNING under a lapsed lease: its worker is gone. Another try, or FAILED when the attempts are used up. */
  async rescueLost(): Promise<Rescued[]> {
    const { rows } = await this.database.system<Rescued>(
      `WITH lost AS (
         SELECT id FROM reports WHERE status = 'RUNNING' AND lease_until < app_now()
          ORDER BY lease_until LIMIT 500 FOR UPDATE SKIP LOCKED)
       UPDATE reports r SET
          status = CASE WHEN r.cancel_requested_at IS NOT NULL THEN 'CANCELLED'
                        WHEN r.attempts >= r.max_attempts THEN 'FAILED' ELSE 'PENDING' END,
          completed_at = CASE WHEN r.cancel_requested_at IS NOT NULL OR r.attempts >= r.max_attempts THEN app_now() END,
          not_before = app_now() + make_interval(secs => random() * coalesce(($1::float8[])[least(r.attempts, cardinality($1::float8[]))], 0)),
          lease_token = NULL, lease_until = NULL, deadline_at = NULL, rung_at = NULL,
          error_code = CASE WHEN r.cancel_requested_at IS NULL THEN 'worker_lost' END,
          error_message = CASE WHEN r.cancel_requested_at IS NULL THEN 'the worker that built this report stopped answering' END
         FROM lost WHERE r.id = lost.id RETURNING r.id, r.status`,
      [this.settings.backoffSeconds],
    );
    return rows;
  }

  /** A worker that was told to stop and did not is fenced. */
  async cancelOverdue(): Promise<Rescued[]> {
    const { rows } = await this.database.system<Rescued>(
      `UPDATE reports SET status = 'CANCELLED', completed_at = app_now(), lease_token = NULL, lease_until = NULL,
          deadline_at = NULL
        WHERE id IN (SELECT id FROM reports WHERE status = 'RUNNING' AND cancel_requested_at < app_now() - make_interval(secs => $1)
          FOR UPDATE SKIP LOCKED)
        RETURNING id, status`,
      [this.settings.cancelGraceSeconds],
    );
    return rows;
  }

  /**
   * Takes at most `count` due reports, in turns between accounts: the oldest of each, then the second of each …
   * Accounts are visited in a circle that starts after `afterAccount`, so that none waits behind the others for good.
   * @returns `lastAccount` where the next round goes on, taken from or not; null at the end of the circle
   */
  async takeDue(
    queues: readonly string[],
    count: number,
    afterAccount: string,
  ): Promise<{ bells: DueBell[]; lastAccount: string | null }> {
    const { rows } = await this.database.system<TakenRow>(TAKE_DUE, [
      queues,
      count,
      afterAccount,
      this.settings.ringAgainSeconds,
      this.settings.runningQuota,
      this.settings.firstRingSeconds,
    ]);
    const bells = rows.filter((row): row is TakenRow & Taken => row.id !== null);
    const last = bells.map(({ accountId }) => accountId).reduce((a, b) => (a > b ? a : b), '');
    // When there was no room for all, the next round begins with those who got nothing.
    return { bells, lastAccount: bells.length >= count ? last : (rows[0]?.end ?? null) };
  }
}
