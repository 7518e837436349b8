import type { FileReceipt, ImportView, Receipt } from '@pressroom/imports';
import type { Clock } from '@pressroom/kernel';
import type { RefusedRowsSigner } from '@pressroom/signing';
import type { FastifyReply } from 'fastify';
import { isKnown, type PublicAddress, statusTag } from '../http';
import type { ImportResource } from './schemas';

const RETRY_AFTER_SECONDS = '1';

type ShownFile = NonNullable<NonNullable<ImportResource['receipt']>['files']>[number];

/** Imports as clients see them. Links are minted here, at each read. */
export class ImportPresenter {
  constructor(
    private readonly signer: RefusedRowsSigner,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {}

  resource(view: ImportView): ImportResource {
    const receipt = this.receipt(view);
    return {
      id: view.id,
      status: view.status,
      progress: progressOf(view),
      createdAt: view.createdAt.toISOString(),
      startedAt: view.startedAt?.toISOString() ?? null,
      completedAt: view.completedAt?.toISOString() ?? null,
      ...(view.status === 'FAILED' && view.errorCode !== null
        ? { error: { code: view.errorCode, message: view.errorMessage ?? '' } }
        : {}),
      ...(receipt === null ? {} : { receipt }),
    };
  }

  /**
   * A status read, whichever door it came through.
   * @param known If-None-Match
   * @returns undefined when the client has it: 304
   */
  show(reply: FastifyReply, view: ImportView, known: string | undefined): ImportResource | undefined {
    const etag = statusTag({ ...view, showsLinks: view.receipt !== null }, this.clock.now());
    void reply.headers({ etag, 'cache-control': 'private, no-cache' });
    if (isWaiting(view)) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    if (!isKnown(known, etag)) return this.resource(view);
    void reply.status(304);
    return undefined;
  }

  /** Headers of the 202 that began it. @param path where it is read */
  announce(reply: FastifyReply, view: ImportView, path = `/api/imports/${view.id}`): void {
    void reply.headers({
      'cache-control': 'private, no-store',
      location: path,
      ...(isWaiting(view) ? { 'retry-after': RETRY_AFTER_SECONDS } : {}),
    });
  }

  private receipt(view: ImportView): ImportResource['receipt'] | null {
    if (view.receipt === null) return null;
    const { files } = view.receipt;
    const shown = files.map((file, at) => this.file(view, file, at));
    const only = shown.length === 1 ? shown[0]?.refusedUrl : undefined;
    return {
      ...countsOf(view.receipt),
      ...(only === undefined ? {} : { refusedUrl: only }),
      ...(shown.length > 1 ? { files: shown } : {}),
    };
  }

  private file(view: ImportView, file: FileReceipt, at: number): ShownFile {
    const counted = { name: file.name, kind: file.kind ?? '', ...countsOf(file) };
    if (file.refusedKey === null) return counted;
    const { token } = this.signer.sign({ iid: view.id, at, ep: view.downloadEpoch }, this.clock.now());
    return { ...counted, refusedUrl: this.address.of(`/api/imports/refused/${token}`) };
  }
}

function isWaiting({ status }: ImportView): boolean {
  return status === 'PENDING' || status === 'RUNNING';
}

function progressOf({ status, phase, done, total }: ImportView): ImportResource['progress'] {
  if (status === 'PENDING') return { phase: 'waiting', done: null, total: null, percent: 0 };
  if (status === 'COMPLETED') return { phase: null, done, total, percent: 100 };
  if (status === 'FAILED') return { phase: null, done, total, percent: 0 };
  return { phase: phase ?? 'survey', done, total, percent: percentOf(phase, done, total) };
}

/** Each look at the files is taken for a third, the switch for the last one; never 100 before the end. */
function percentOf(phase: ImportView['phase'], done: number | null, total: number | null): number {
  if (phase === null) return 0;
  const begun = { survey: 0, read: 33, apply: 66 }[phase];
  if (phase === 'apply' || done === null || total === null || total === 0) return begun;
  return begun + Math.floor((33 * done) / total);
}

/** In the order of the contract: jsonb keeps none. */
function countsOf(receipt: Omit<Receipt, 'files'>): Omit<Receipt, 'files'> {
  const { rowsRead, rowsKept, rowsKnown, rowsRefused, seconds, rowsPerSecond, notes } = receipt;
  return { rowsRead, rowsKept, rowsKnown, rowsRefused, seconds, rowsPerSecond, notes };
}
