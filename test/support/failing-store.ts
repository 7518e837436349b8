import { DomainError } from '@pressroom/kernel';
import type {
  ArtefactStore,
  CreateOptions,
  FreeSpace,
  NewArtefact,
  OpenArtefact,
  OpenOptions,
} from '@pressroom/storage';
import { Writable } from 'node:stream';

export type StoreOperation = 'create' | 'write' | 'commit' | 'open' | 'delete' | 'deletePrefix';

/** `before`: nothing happened and the caller hears so. `after`: it was done, but the caller hears of a failure. */
export type FailureTime = 'before' | 'after';

interface Order {
  when: FailureTime;
  error: DomainError;
  times: number;
}

/** A store that fails on order, for tests of what stands above it. */
export class FailingStore implements ArtefactStore {
  private readonly orders = new Map<StoreOperation, Order>();

  constructor(private readonly inner: ArtefactStore) {}

  /** @param options by default the disk is full, once, before anything is done */
  fail(
    operation: StoreOperation,
    options: { when?: FailureTime; error?: DomainError; times?: number } = {},
  ): void {
    const { when = 'before', error = new DomainError('exhausted', 'storage_full'), times = 1 } = options;
    this.orders.set(operation, { when, error, times });
  }

  heal(): void {
    this.orders.clear();
  }

  async create(key: string, options?: CreateOptions): Promise<NewArtefact> {
    const artefact = await this.pass('create', () => this.inner.create(key, options));
    const sink = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.pass('write', () => write(artefact.sink, chunk)).then(
          () => done(),
          (error: unknown) => done(error as Error),
        );
      },
    });
    sink.on('error', () => artefact.sink.destroy());
    return {
      key,
      sink,
      commit: () =>
        this.pass('commit', async () => {
          if (!sink.writableEnded) sink.end();
          if (!sink.writableFinished)
            await new Promise((resolve, reject) => sink.once('finish', resolve).once('error', reject));
          return artefact.commit();
        }),
      discard: () => artefact.discard(),
    };
  }

  open(key: string, options?: OpenOptions): Promise<OpenArtefact> {
    return this.pass('open', () => this.inner.open(key, options));
  }

  size(key: string): Promise<number | null> {
    return this.inner.size(key);
  }

  delete(key: string): Promise<boolean> {
    return this.pass('delete', () => this.inner.delete(key));
  }

  deletePrefix(prefix: string): Promise<number> {
    return this.pass('deletePrefix', () => this.inner.deletePrefix(prefix));
  }

  list(prefix: string, olderThanMs?: number): AsyncIterable<string> {
    return this.inner.list(prefix, olderThanMs);
  }

  removeTemps(olderThanMs: number): Promise<number> {
    return this.inner.removeTemps(olderThanMs);
  }

  freeSpace(): Promise<FreeSpace | null> {
    return this.inner.freeSpace();
  }

  private async pass<Result>(operation: StoreOperation, work: () => Promise<Result>): Promise<Result> {
    const order = this.orders.get(operation);
    if (order === undefined || order.times <= 0) return work();
    order.times -= 1;
    if (order.when === 'after') await work();
    throw order.error;
  }
}

function write(sink: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
