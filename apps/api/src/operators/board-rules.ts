import type { AuditLog } from '@pressroom/identity';
import { currentContext } from '@pressroom/platform';
import { buildJob } from '@pressroom/queues';
import { isFinal, type ReportStandings, type Standing } from '@pressroom/reports';

/** What the board is about to do, as it tells its hooks. */
export interface Doing {
  method: string;
  route: string;
  request: {
    params: Record<string, unknown>;
    queues: ReadonlyMap<string, { getJob(id: string): Promise<unknown> }>;
  };
}

/** Nothing: go ahead. */
export type Verdict = { allow: false; status: 403 | 404 | 409; message: string } | undefined;

/** Jobs are bells, rung by the service alone: their data are ids, and nobody writes anything else into them. */
const CLOSED: Readonly<Record<string, string>> = {
  '/api/queues/:queueName/add': 'Jobs are rung from the rows. Ask for a report instead.',
  '/api/queues/:queueName/:jobId/update-data': 'Jobs carry ids only, and those of their row.',
  '/api/queues/:queueName/:jobId/delay': 'When a report is due stands in its row.',
  '/api/queues/:queueName/:jobId/priority': 'Whose turn it is follows from the rows.',
  '/api/queues/:queueName/obliterate': 'Empty the queue instead: what is due is rung again within seconds.',
};

const RETRY = '/api/queues/:queueName/:jobId/retry';
const RETRY_ALL = '/api/queues/:queueName/retry/:queueStatus';

/**
 * What the board may do. The queue is a doorbell, so most of it does no harm: what is emptied or cleaned is rung again
 * when its row is due. Whatever an operator changes is written to the audit log.
 */
export class BoardRules {
  constructor(
    private readonly standings: ReportStandings,
    private readonly audit: AuditLog,
  ) {}

  async before(doing: Doing): Promise<Verdict> {
    if (doing.method.toUpperCase() === 'GET') return undefined;
    const closed = CLOSED[doing.route];
    if (closed !== undefined) return { allow: false, status: 403, message: closed };
    const verdict =
      doing.route === RETRY
        ? await this.retry(doing)
        : doing.route === RETRY_ALL
          ? refused('Retry them one by one: most reports that failed are final.')
          : undefined;
    if (verdict === undefined || verdict.message === HURRIED) await this.note(doing);
    return verdict;
  }

  /**
   * A bell that is rung again finds the row as it is. So the row is asked first: one that is final says so, and one
   * that waits for its next execution is made due at once, which is what the button is pressed for.
   */
  private async retry({ request }: Doing): Promise<Verdict> {
    const { queueName, jobId } = request.params;
    const job = await request.queues.get(String(queueName))?.getJob(String(jobId));
    const bell = buildJob.safeParse((job as { data?: unknown } | null | undefined)?.data);
    if (!bell.success) return undefined;
    const standing = await this.standings.of(bell.data.reportId);
    if (standing === null) return refused('The report of this job was deleted.');
    if (isFinal(standing.status)) return refused(finalWords(standing));
    if (standing.status === 'RUNNING') return refused('This report is running.');
    await this.standings.makeDue(bell.data.reportId);
    return refused(HURRIED);
  }

  private async note({ method, route, request }: Doing): Promise<void> {
    const { queueName, jobId } = request.params;
    await this.audit.write({
      event: 'operator_action',
      actor: currentContext().accountId ?? null,
      accountId: null,
      detail: {
        action: `${method.toUpperCase()} ${route}`,
        queue: text(queueName),
        job: text(jobId),
      },
    });
  }
}

const HURRIED = 'The report is due now: it is rung for anew within seconds, as a job of its own.';

function refused(message: string): Verdict {
  return { allow: false, status: 409, message };
}

function finalWords({ status, errorCode, attempts, maxAttempts }: Standing): string {
  const why = errorCode === null ? '' : ` (${errorCode}, execution ${attempts} of ${maxAttempts})`;
  return `This report is ${status}${why}, and what has ended never changes. Its owner may ask for a new one.`;
}

/** Names of queues and ids of jobs are ours; anything longer is not. */
function text(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 200) : null;
}
