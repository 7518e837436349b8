import { databaseFault, type ReportStatus, sqlState } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { crashPoint, errorFields, inContext, type Logger } from '@pressroom/platform';
import type { Claim, Ending, Executions, Publication } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildPool, Slot } from '../builds/build-pool';
import { BuildError, type Built } from '../builds/build-thread';
import { folderOf, orderOf } from './build-order';
import { endingOf, Stopped } from './endings';
import type { RunningBuild, RunningBuilds } from './running-builds';
import type { ReportMetrics } from './report-metrics';

export interface BuildReportParts {
  executions: Executions;
  running: RunningBuilds;
  pool: BuildPool;
  store: ArtefactStore;
  cancelBackend: (pid: number) => Promise<void>;
  metrics: ReportMetrics;
  logger: Logger;
  workerId: string;
  /** False while this worker takes nothing more. */
  open: () => boolean;
  /** Seconds for which the outcome is repeated when the database does not answer: as long as the lease holds. */
  leaseSeconds: number;
}

/** What became of an execution. */
type Outcome =
  | { outcome: 'fenced' }
  | { outcome: 'published'; retryInSeconds: null }
  | { outcome: 'released'; retryInSeconds: number | null; status: ReportStatus; code: string | null };

/** What became of a delivery. `dropped`: stale, double, or not to be run now. */
export type Delivery =
  { outcome: 'dropped' } | (Outcome & { claim: Pick<Claim, 'template' | 'attempts' | 'maxAttempts'> });

/** One execution of one report, from the bell to the row. */
export class BuildReport {
  constructor(private readonly parts: BuildReportParts) {}

  async run(reportId: string, claimNo: number): Promise<Delivery> {
    const slot = await this.parts.pool.acquire();
    if (slot === null) return { outcome: 'dropped' };
    try {
      const claim = await this.claim(reportId, claimNo);
      if (claim === null) return { outcome: 'dropped' };
      crashPoint('after_claim');
      const context = {
        reportId,
        accountId: claim.accountId,
        ...(claim.traceparent === null ? {} : { traceparent: claim.traceparent }),
      };
      return await inContext(context, () => this.execute(claim, slot));
    } finally {
      slot.release();
    }
  }

  /** A claim whose answer was lost may have been granted: then the token says so. */
  private claim(reportId: string, claimNo: number): Promise<Claim | null> {
    const { executions, workerId, open } = this.parts;
    const token = newId();
    let asked = false;
    return this.insist(async () => {
      const again = asked;
      asked = true;
      const claim = open() ? await executions.claim(reportId, claimNo, token, workerId) : null;
      return claim ?? (again ? executions.held(reportId, token) : null);
    });
  }

  private async execute(claim: Claim, slot: Slot): Promise<Delivery> {
    const build = this.parts.running.begin(claim);
    this.parts.metrics.claimed(claim);
    try {
      const result = await this.build(claim, slot, build);
      const outcome =
        'built' in result
          ? await this.publish(claim, result.built)
          : await this.giveBack(claim, result.ending);
      return { ...outcome, claim };
    } finally {
      build.end();
    }
  }

  private async build(
    claim: Claim,
    slot: Slot,
    build: RunningBuild,
  ): Promise<{ built: Built } | { ending: Ending | 'fenced' }> {
    try {
      const built = await slot.run(orderOf(claim), {
        signal: build.signal,
        onProgress: (progress) => {
          build.progress = progress;
        },
        cancelBackend: this.parts.cancelBackend,
      });
      return { built };
    } catch (error) {
      this.parts.logger.warn(
        { ...errorFields(error), attempt: claim.attempts },
        'execution ended without a result',
      );
      return { ending: endingFrom(error, build) };
    }
  }

  private async publish(claim: Claim, built: Built): Promise<Outcome> {
    const { metrics, logger, executions } = this.parts;
    crashPoint('before_publish');
    let publication: Publication;
    try {
      publication = await this.insist(() => executions.publish(claim, built.artefacts));
    } catch (error) {
      // Refused by the database: nothing was published. Without an answer it may have been, and then the files are
      // the report's: nothing may be removed, and the sweep or the row itself settles it.
      if (sqlState(error) === null || databaseFault(error) === 'unavailable') throw error;
      logger.error(errorFields(error), 'publication refused');
      return this.giveBack(claim, endingOf(REFUSED));
    }
    crashPoint('after_publish');
    if (publication === 'published') {
      metrics.completed(claim, built);
      logger.info(
        { 'event.action': 'report-completed', formats: claim.formats, ...built.timings },
        'report completed',
      );
      return { outcome: 'published', retryInSeconds: null };
    }
    await this.removeFiles(claim);
    if (publication === 'cancelled') return this.giveBack(claim, { kind: 'cancelled' });
    metrics.fenced(claim);
    logger.warn({ 'event.action': 'report-fenced' }, 'the lease was lost: files removed, row untouched');
    return { outcome: 'fenced' };
  }

  private async giveBack(claim: Claim, ending: Ending | 'fenced'): Promise<Outcome> {
    await this.removeFiles(claim);
    if (ending === 'fenced') {
      this.parts.metrics.fenced(claim);
      return { outcome: 'fenced' };
    }
    const released = await this.insist(() => this.parts.executions.release(claim, ending));
    this.parts.metrics.released(claim, ending, released?.status ?? null);
    if (released === null) return { outcome: 'fenced' };
    return {
      outcome: 'released',
      retryInSeconds: released.status === 'PENDING' ? released.delaySeconds : null,
      status: released.status,
      code: 'code' in ending ? ending.code : null,
    };
  }

  /** Repeats a statement while the database is away, for as long as the lease can hold; after that the sweep takes over. */
  private async insist<Result>(statement: () => Promise<Result>): Promise<Result> {
    const until = performance.now() + this.parts.leaseSeconds * 1000;
    for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
      try {
        return await statement();
      } catch (error) {
        if (databaseFault(error) !== 'unavailable' || performance.now() + wait > until) throw error;
        await sleep(wait);
      }
    }
  }

  private async removeFiles(claim: Claim): Promise<void> {
    await this.parts.store
      .deletePrefix(folderOf(claim))
      .catch((error: unknown) => this.parts.logger.warn(errorFields(error), 'files left to the collector'));
  }
}

const REFUSED = {
  fault: 'broken',
  code: 'internal_error',
  detail: 'the report could not be published',
} as const;

function endingFrom(error: unknown, build: RunningBuild): Ending | 'fenced' {
  const cause: unknown = build.signal.aborted ? build.signal.reason : error;
  if (cause instanceof Stopped) return cause.reason.stop;
  if (cause instanceof BuildError) return endingOf(cause.failure);
  const fault = databaseFault(cause) ?? 'broken';
  return endingOf({
    fault,
    code: fault === 'unavailable' ? 'database_unavailable' : 'internal_error',
    detail: 'the report could not be built',
  });
}
