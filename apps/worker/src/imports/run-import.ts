import { databaseFault } from '@pressroom/entities';
import {
  type ImportClaim,
  type ImportEnding,
  type ImportExecutions,
  type ImportRun,
  folderOf,
  ImportProgress,
} from '@pressroom/imports';
import { DomainError, newId } from '@pressroom/kernel';
import { crashPoint, errorFields, inContext, type Logger } from '@pressroom/platform';
import type { ArtefactStore } from '@pressroom/storage';
import type { ImportMetrics } from './import-metrics';

export interface RunImportParts {
  executions: ImportExecutions;
  run: ImportRun;
  store: ArtefactStore;
  metrics: ImportMetrics;
  logger: Logger;
  workerId: string;
  beatMs: number;
  leaseSeconds: number;
  limitMs: number;
}

/** Why an import was told to stop. */
class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor(readonly ending: ImportEnding | 'fenced') {
    super(ending === 'fenced' ? 'fenced' : ending.kind);
  }
}

const TIME_LIMIT: ImportEnding = {
  kind: 'transient',
  code: 'time_limit',
  message: 'the import took longer than it may',
};

/** One execution of one import, from the bell to the row. */
export class RunImport {
  private readonly running = new Set<AbortController>();

  constructor(private readonly parts: RunImportParts) {}

  get count(): number {
    return this.running.size;
  }

  /** The worker ends: what runs is given back uncounted. */
  drain(): void {
    for (const controller of this.running) controller.abort(new Stopped({ kind: 'drained' }));
  }

  async run(importId: string, claimNo: number): Promise<string> {
    const claim = await this.parts.executions.claim(importId, claimNo, newId(), this.parts.workerId);
    if (claim === null) {
      this.parts.metrics.bellDropped();
      return 'dropped';
    }
    this.parts.metrics.claimed(claim);
    crashPoint('import_claimed');
    const context = {
      importId,
      accountId: claim.accountId,
      ...(claim.traceparent === null ? {} : { traceparent: claim.traceparent }),
    };
    return inContext(context, () => this.execute(claim));
  }

  private async execute(claim: ImportClaim): Promise<string> {
    const controller = new AbortController();
    this.running.add(controller);
    const progress = new ImportProgress(claim.files);
    const beat = setInterval(() => void this.beat(claim, controller, progress), this.parts.beatMs);
    const limit = setTimeout(() => controller.abort(new Stopped(TIME_LIMIT)), this.parts.limitMs);
    try {
      const done = await this.parts.run.run(claim, controller.signal, progress);
      if (done.outcome === 'failed') return await this.end(claim, { ...done, kind: 'permanent' });
      if (done.outcome === 'fenced') return await this.end(claim, 'fenced');
      this.parts.logger.info(
        { 'event.action': 'import-completed', ...done.receipt, files: done.receipt.files.length },
        'import completed',
      );
      this.parts.metrics.completed(claim, done.receipt);
      await this.removeUploads(claim);
      return 'completed';
    } catch (error) {
      this.parts.logger.warn(
        { ...errorFields(error), attempt: claim.attempts },
        'import ended without a switch',
      );
      return await this.end(claim, endingOf(controller.signal.aborted ? controller.signal.reason : error));
    } finally {
      clearInterval(beat);
      clearTimeout(limit);
      this.running.delete(controller);
    }
  }

  private async end(claim: ImportClaim, ending: ImportEnding | 'fenced'): Promise<string> {
    const status = ending === 'fenced' ? null : await this.parts.executions.release(claim, ending);
    this.parts.metrics.released(claim, status === null ? 'fenced' : ending);
    const kept = ending !== 'fenced' && ending.kind === 'permanent' && status === 'FAILED';
    if (!kept) await this.removeRefused(claim);
    if (status === 'FAILED') await this.removeUploads(claim);
    this.parts.logger.info(
      { 'event.action': 'import-ended', status: status ?? 'fenced' },
      'import given back',
    );
    return status ?? 'fenced';
  }

  private async beat(
    claim: ImportClaim,
    controller: AbortController,
    { now }: ImportProgress,
  ): Promise<void> {
    try {
      if (!(await this.parts.executions.beat(claim.leaseToken, now))) controller.abort(new Stopped('fenced'));
    } catch (error) {
      // The lease itself guards the switch: a beat that is lost costs a second execution at most.
      this.parts.logger.warn(errorFields(error), 'heartbeat of an import failed');
    }
  }

  /** What was uploaded has become rows, or never will: the client has the file. */
  private async removeUploads(claim: ImportClaim): Promise<void> {
    await this.remove(claim.files.map(({ key }) => key));
  }

  private async removeRefused(claim: ImportClaim): Promise<void> {
    const folder = folderOf(claim.accountId, claim.id);
    await this.remove(claim.files.map((_, at) => `${folder}/refused-${at + 1}-${claim.claimNo}.csv`));
  }

  private async remove(keys: readonly string[]): Promise<void> {
    const done = await Promise.allSettled(keys.map((key) => this.parts.store.delete(key)));
    if (done.some(({ status }) => status === 'rejected'))
      this.parts.logger.warn('files left to the collector');
  }
}

function endingOf(cause: unknown): ImportEnding | 'fenced' {
  if (cause instanceof Stopped) return cause.ending;
  if (cause instanceof DomainError && cause.fault !== 'broken') {
    const again = cause.fault === 'unavailable' || cause.fault === 'timeout' || cause.fault === 'exhausted';
    const { code, detail: message } = cause;
    return again ? { kind: 'transient', code, message } : { kind: 'permanent', code, message, receipt: null };
  }
  const away = databaseFault(cause) === 'unavailable';
  return {
    kind: 'transient',
    code: away ? 'database_unavailable' : 'internal_error',
    message: 'the import could not be carried out',
  };
}
