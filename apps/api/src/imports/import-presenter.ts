import type { FileReceipt, ImportView, Receipt } from '@pressroom/imports';
import type { Clock } from '@pressroom/kernel';
import type { RefusedRowsSigner } from '@pressroom/signing';
import type { FastifyReply } from 'fastify';
import type { PublicAddress } from '../http';
import type { ImportResource } from './schemas';

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
      createdAt: view.createdAt.toISOString(),
      startedAt: view.startedAt?.toISOString() ?? null,
      completedAt: view.completedAt?.toISOString() ?? null,
      ...(view.status === 'FAILED' && view.errorCode !== null
        ? { error: { code: view.errorCode, message: view.errorMessage ?? '' } }
        : {}),
      ...(receipt === null ? {} : { receipt }),
    };
  }

  /** Headers of a status read, or of the 202 that began it. */
  announce(reply: FastifyReply, view: ImportView, path = `/api/imports/${view.id}`): void {
    const waiting = view.status === 'PENDING' || view.status === 'RUNNING';
    void reply.headers({
      'cache-control': 'private, no-store',
      ...(waiting ? { 'retry-after': '1' } : {}),
      ...(reply.statusCode === 202 ? { location: path } : {}),
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

/** In the order of the contract: jsonb keeps none. */
function countsOf(receipt: Omit<Receipt, 'files'>): Omit<Receipt, 'files'> {
  const { rowsRead, rowsKept, rowsKnown, rowsRefused, seconds, rowsPerSecond, notes } = receipt;
  return { rowsRead, rowsKept, rowsKnown, rowsRefused, seconds, rowsPerSecond, notes };
}
