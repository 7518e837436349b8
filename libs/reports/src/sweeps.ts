import { prepared, type ReportStatus, type SystemSql } from '@pressroom/entities';
import { UNSYNCED } from './execution-statements';

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
type TakenRow = (Taken | { id: null }) & { cut: string | null };

export interface Rescued {
  id: string;
  status: ReportStatus;
}

/** Accounts looked at in one round of turns: bounds the work of a round, whatever the number of accounts. */
const ACCOUNTS_A_ROUND = 64;

/** Rows whose bell was never rung, or so long ago that it was lost. $4 and $6: the two patiences. */
const UNHEARD = `(r.rung_at IS NULL OR r.rung_at <= app_now()
  - make_interval(secs => CASE WHEN r.dispatch_no = 1 AND r.claim_no = 0 THEN least($4::float8, $6::float8) ELSE $4::float8 END))`;

/** Of one account: how many of its reports are rung or running, which counts against its quota. */
const busyOf = (account: string): string => `(SELECT count(*) FROM reports r WHERE account_id = ${account}
    AND (status = 'RUNNING' OR (status = 'PENDING' AND rung_at IS NOT NULL)) AND (status = 'RUNNING' OR NOT ${UNHEARD}))`;

const dueOf = (account: string): string =>
  `account_id = ${account} AND status = 'PENDING' AND not_before <= app_now() AND queue = ANY ($1) AND ${UNHEARD}`;

const OPEN = `status IN ('PENDING', 'RUNNING')`;

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The next account of the circle that has open reports, at the end of the ids the first one again, up to where it began. */
const NEXT_ACCOUNT = `(SELECT * FROM (
      (SELECT account_id, circle.lap FROM reports WHERE ${OPEN} AND account_id > circle.account_id
          AND account_id <= CASE circle.lap WHEN 0 THEN '${LAST_ID}'::uuid ELSE $3::uuid END ORDER BY account_id LIMIT 1)
      UNION ALL
      (SELECT account_id, 1 FROM reports WHERE ${OPEN} AND circle.lap = 0 AND account_id <= $3::uuid
        ORDER BY account_id LIMIT 1)) either ORDER BY lap LIMIT 1)`;

/**
 * $1 queues, $2 how many, $3 the account after which the circle starts, $5 the running quota.
 * The circle is walked no further than to as many accounts with work as there is room: each gets one before any gets two.
 * One row a report taken, and where the circle was cut, if it was.
 */
const TAKE_DUE = prepared(
  'reports-take-due',
  `WITH RECURSIVE circle AS (
   SELECT $3::uuid AS account_id, 0 AS lap, 0::bigint AS room, 0 AS with_work, 0 AS n
   UNION ALL
   SELECT next.account_id, next.lap, quota.room, circle.with_work + work.found::int, circle.n + 1
     FROM circle, LATERAL ${NEXT_ACCOUNT} next,
       LATERAL (SELECT greatest(0, $5 - ${busyOf('next.account_id')}) AS room OFFSET 0) quota,
       LATERAL (SELECT quota.room > 0 AND EXISTS (SELECT 1 FROM reports r WHERE ${dueOf('next.account_id')}) AS found) work
    WHERE circle.n < ${ACCOUNTS_A_ROUND} AND circle.with_work < $2::int
 ), due AS (
   SELECT pick.id, row_number() OVER (ORDER BY pick.turn, circle.n) AS place
     FROM circle, LATERAL (
       SELECT id, row_number() OVER (ORDER BY created_at, id) AS turn FROM reports r WHERE ${dueOf('circle.account_id')}
        ORDER BY created_at, id LIMIT least($2, circle.room)) pick
    ORDER BY place LIMIT $2
 ), taken AS (
   -- Found by id alone: an index of all that is PENDING would be read from end to end, however much waits.
   SELECT r.id, r.status FROM reports r WHERE r.id = ANY (ARRAY(SELECT due.id FROM due)) FOR UPDATE SKIP LOCKED
 ), rung AS (
   UPDATE reports r SET rung_at = app_now(), dispatch_no = r.dispatch_no + 1 FROM taken, ${UNSYNCED}
    WHERE r.id = taken.id AND taken.status = 'PENDING'
   RETURNING r.id, r.queue, r.claim_no, r.dispatch_no, r.account_id)
 SELECT bell.*, cut.account AS cut
   FROM (SELECT (array_agg(account_id ORDER BY n DESC))[1] AS account FROM circle
         HAVING max(n) = ${ACCOUNTS_A_ROUND} OR max(with_work) >= $2) cut
   FULL JOIN (SELECT rung.id, rung.queue, rung.claim_no AS "claimNo", rung.dispatch_no AS "dispatchNo",
                     rung.account_id AS "accountId", due.place FROM rung JOIN due USING (id)) bell ON true
  ORDER BY bell.place`,
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
   * @returns `lastAccount` after which the next round goes on; null when this one came round
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
    // When there was no room for all, the next round begins with those who got nothing.
    const last = bells.length >= count ? bells.at(-1)?.accountId : rows[0]?.cut;
    return { bells, lastAccount: last ?? null };
  }
}
