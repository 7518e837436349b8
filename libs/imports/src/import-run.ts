import type { ArtefactStore } from '@pressroom/storage';
import type pg from 'pg';
import type { ImportKind } from './import-kind';
import { ImportProgress } from './import-progress';
import { folderOf, type ImportClaim } from './import-rows';
import { ImportFile, type ReadParts } from './read-file';
import { paceOf, receiptOf } from './receipt';
import type { ScanLimits } from './record-scanner';
import { orRefusal, type RunOutcome } from './run-outcome';
import { StagingTable } from './staging-table';
import { apply, lockKinds, opening, type Staged } from './switching';

export interface RunSettings extends ScanLimits {
  /** Share of refused rows above which nothing is applied, 0 to 1. */
  refusedShare: number;
  /** Milliseconds that a statement of the import may run. */
  limitMs: number;
}

/** Where a test may cut: between pieces of a file, before the switch, after it. */
export type RunPoint = 'mid_import' | 'before_switch' | 'after_switch';

export interface RunParts {
  /** Connections of the service; one is held for the length of a run. */
  pool: pg.Pool;
  store: ArtefactStore;
  kinds: ReadonlyMap<string, ImportKind>;
  settings: RunSettings;
  onPoint: (point: RunPoint) => void;
}

/**
 * One execution of an import: files are read into temporary tables, and one transaction switches and completes the row.
 * Either all of it is there afterwards or nothing.
 */
export class ImportRun {
  constructor(private readonly parts: RunParts) {}

  /**
   * @param progress counts along
   * @throws what is worth another try: the database or the store is away, or the signal's reason
   */
  async run(
    claim: ImportClaim,
    signal: AbortSignal,
    progress = new ImportProgress(claim.files),
  ): Promise<RunOutcome> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const read = this.readParts(claim, signal, progress);
    const files: ImportFile[] = [];
    for (const upload of claim.files) {
      const opened = await orRefusal(upload, claim.files.length, () => ImportFile.open(upload, read));
      if ('outcome' in opened) return opened;
      files.push(opened);
    }
    return this.inTransaction(claim, signal, (client) =>
      this.switch(client, claim, files, { seconds, progress }),
    );
  }

  private async switch(
    client: pg.PoolClient,
    claim: ImportClaim,
    files: readonly ImportFile[],
    { seconds, progress }: { seconds: () => number; progress: ImportProgress },
  ): Promise<RunOutcome> {
    const staged: Staged[] = [];
    progress.begin('read');
    for (const [at, file] of files.entries()) {
      const each = await orRefusal(file.file, files.length, () => this.stage(client, claim, file, at));
      if ('outcome' in each) return each;
      staged.push(each);
    }
    const refusal = this.tooManyRefused(staged, seconds);
    if (refusal !== null) return refusal;
    progress.begin('apply');
    await lockKinds(client, claim.accountId, staged);
    for (const each of staged) {
      const applied = await orRefusal(each.file.file, files.length, () => apply(client, claim, each));
      if ('outcome' in applied) return applied;
    }
    this.parts.onPoint('before_switch');
    const receipt = receiptOf(
      staged.map((each) => each.receipt),
      seconds(),
    );
    const done = await client.query(
      `UPDATE imports SET status = 'COMPLETED', completed_at = app_now(), lease_token = NULL, lease_until = NULL, receipt = $4,
          phase = NULL, done = $5, total = $5
        WHERE id = $1 AND lease_token = $2 AND claim_no = $3 AND status = 'RUNNING'
          AND EXISTS (SELECT 1 FROM accounts o WHERE o.id = account_id AND o.deleted_at IS NULL)`,
      [claim.id, claim.leaseToken, claim.claimNo, JSON.stringify(receipt), progress.now.total],
    );
    return done.rowCount === 1 ? { outcome: 'completed', receipt } : { outcome: 'fenced' };
  }

  private async stage(
    client: pg.PoolClient,
    claim: ImportClaim,
    file: ImportFile,
    at: number,
  ): Promise<Staged> {
    const began = performance.now();
    const { kind } = file.plan;
    const table = new StagingTable(client, `staging_${at + 1}`);
    await table.create(kind.staging);
    const refusedKey = await file.stage(
      table,
      `${folderOf(claim.accountId, claim.id)}/refused-${at + 1}-${claim.claimNo}.csv`,
    );
    await table.close();
    return {
      file,
      table,
      receipt: {
        name: file.file.name,
        kind: kind.name,
        rowsRead: file.rowsRead,
        rowsKept: 0,
        rowsKnown: 0,
        rowsRefused: file.rowsRefused,
        refusedKey,
        ...paceOf(file.rowsRead, (performance.now() - began) / 1000),
        notes: [...file.notes()],
      },
    };
  }

  private tooManyRefused(staged: readonly Staged[], seconds: () => number): RunOutcome | null {
    const { refusedShare } = this.parts.settings;
    const over = staged.filter(({ receipt }) => receipt.rowsRefused > receipt.rowsRead * refusedShare);
    if (over.length === 0) return null;
    const words = over.map(
      ({ receipt }) =>
        `${staged.length === 1 ? '' : `${receipt.name}: `}${receipt.rowsRefused} of ${receipt.rowsRead} rows are wrong`,
    );
    return {
      outcome: 'failed',
      code: 'too_many_refused',
      message: `${words.join('; ')}. At most ${refusedShare * 100} % may be; nothing was changed`,
      receipt: receiptOf(
        staged.map((each) => each.receipt),
        seconds(),
      ),
    };
  }

  /** Commits only what `completed`. A connection whose work broke off is thrown away, and the server rolls back. */
  private async inTransaction(
    claim: ImportClaim,
    signal: AbortSignal,
    work: (client: pg.PoolClient) => Promise<RunOutcome>,
  ): Promise<RunOutcome> {
    const client = await this.parts.pool.connect();
    let broken: Error | boolean = true;
    let stop: () => void = () => undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
    });
    try {
      await client.query(opening(claim.accountId, this.parts.settings.limitMs));
      const outcome = await Promise.race([work(client), stopped]);
      if (outcome.outcome === 'completed') {
        await client.query('COMMIT');
        this.parts.onPoint('after_switch');
        broken = false;
      }
      return outcome;
    } catch (error) {
      broken = error instanceof Error ? error : true;
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      client.release(broken);
    }
  }

  private readParts(claim: ImportClaim, signal: AbortSignal, progress: ImportProgress): ReadParts {
    const { store, settings, onPoint } = this.parts;
    const kinds = claim.kinds.map((name) => {
      const kind = this.parts.kinds.get(name);
      if (kind === undefined) throw new TypeError(`no kind of import is called ${name}`);
      return kind.fit?.(claim.options) ?? kind;
    });
    return {
      store,
      kinds,
      limits: settings,
      options: claim.options,
      signal,
      progress,
      onPiece: () => onPoint('mid_import'),
    };
  }
}
