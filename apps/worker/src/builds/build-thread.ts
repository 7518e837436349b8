import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type {
  BuildFailure,
  BuildOrder,
  BuildProgress,
  BuildTimings,
  BuiltArtefact,
  FromThread,
  ThreadSettings,
  ToThread,
} from './messages';

/** A build that did not end well, in words of the ledger. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  constructor(readonly failure: BuildFailure) {
    super(failure.cause);
  }
}

export interface BuildCalls {
  signal: AbortSignal;
  onProgress: (progress: BuildProgress) => void;
  /** Ends the query of this database connection on the server; resolves when that was asked. */
  cancelBackend: (pid: number) => Promise<void>;
}

export interface Built {
  artefacts: BuiltArtefact[];
  timings: BuildTimings;
}

/** A thread that obeys a stop does so at once; one that does not within this is terminated. */
const OBEY_MS = 400;

/**
 * The main thread's side of one warm build thread. It runs one build at a time; after a termination it is dead
 * and the pool makes a new one.
 */
export class BuildThread {
  private readonly worker: Worker;
  private builds = 0;
  /** Of the thread's connection, as last heard. */
  private backend: number | null = null;
  private ended = false;
  private current: { settle: (message: FromThread) => void; fail: (error: unknown) => void } | null = null;

  constructor(script: string, settings: ThreadSettings, heapMb: number) {
    this.worker = new Worker(script, {
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    this.worker.on('message', (message: FromThread) => {
      if (message.kind === 'backend') this.backend = message.pid;
      else this.current?.settle(message);
    });
    // An error is always the end of a thread; its `exit` follows, perhaps after the slot was given back.
    this.worker.on('error', (error: unknown) => this.end(crash(error)));
    this.worker.on('exit', () => this.end(ENDED_EARLY));
  }

  get dead(): boolean {
    return this.ended;
  }

  get buildsDone(): number {
    return this.builds;
  }

  /** Resolves when builders, templates and the database connection are warm. @throws when it ends before */
  async ready(): Promise<void> {
    const ended = new AbortController();
    this.worker.once('exit', () => ended.abort(ENDED_EARLY));
    await once(this.worker, 'message', { signal: ended.signal });
  }

  /** Told once, when the thread is no more. */
  onEnd(listener: () => void): void {
    this.worker.once('exit', listener);
  }

  /** @throws BuildError from the build, or the signal's reason when it was stopped */
  async run(order: BuildOrder, calls: BuildCalls): Promise<Built> {
    this.builds += 1;
    let stopped: NodeJS.Timeout | undefined;
    let cancelling: Promise<void> | undefined;
    if (this.ended) throw ENDED_EARLY;
    const onAbort = (): void => {
      this.send({ kind: 'stop' });
      if (this.backend !== null) cancelling = calls.cancelBackend(this.backend);
      stopped = setTimeout(() => void this.terminate(), OBEY_MS);
    };
    try {
      return await new Promise<Built>((resolve, reject) => {
        this.current = {
          fail: reject,
          settle: (message) => {
            if (message.kind === 'progress') calls.onProgress(message.progress);
            else if (message.kind === 'built') resolve(message);
            else if (message.kind === 'failed') reject(new BuildError(message.failure));
          },
        };
        calls.signal.addEventListener('abort', onAbort, { once: true });
        this.send({ kind: 'build', order });
        if (calls.signal.aborted) onAbort();
      });
    } catch (error) {
      // Whatever a stopped build says of itself, the reason it was stopped for is the truth.
      throw calls.signal.aborted ? calls.signal.reason : error;
    } finally {
      // The next build of this thread uses the same connection: a cancellation must not reach that one.
      await cancelling;
      clearTimeout(stopped);
      calls.signal.removeEventListener('abort', onAbort);
      this.current = null;
    }
  }

  async terminate(): Promise<void> {
    await this.worker.terminate();
  }

  private end(error: BuildError): void {
    this.ended = true;
    this.current?.fail(error);
  }

  private send(message: ToThread): void {
    this.worker.postMessage(message);
  }
}

const ENDED_EARLY = new BuildError({
  fault: 'broken',
  code: 'build_ended',
  detail: 'the build ended early',
  cause: 'thread exit',
});

/** @param error anything at all: a thread's code may throw what it likes */
function crash(error: unknown): BuildError {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new BuildError({
      fault: 'exhausted',
      code: 'out_of_memory',
      detail: 'the report needed more memory than it may use',
      cause: error.message,
    });
  }
  return new BuildError({
    fault: 'broken',
    code: 'internal_error',
    detail: 'the report could not be built',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
}
