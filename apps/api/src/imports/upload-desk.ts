import type { Tx } from '@pressroom/entities';
import type { AuditLog } from '@pressroom/identity';
import { folderOf, type Imports, type ImportView, type UploadedFile } from '@pressroom/imports';
import { DomainError, newId } from '@pressroom/kernel';
import { crashPoint, currentContext } from '@pressroom/platform';
import type { JobSender } from '@pressroom/queues';
import type { ArtefactStore } from '@pressroom/storage';
import type { FastifyRequest } from 'fastify';
import { receiveFiles } from './receive-files';
import type { UploadMetrics } from './upload-metrics';

export interface Upload {
  /** Kinds that the files may be of, as the worker lists them. */
  kinds: readonly string[];
  /** Name of the form field that brings files; null: any name will do. */
  field: string | null;
  /** Files that one request may bring; 1 unless told otherwise. */
  mostFiles?: number;
  /** Checked options, handed to the kinds. */
  options: Readonly<Record<string, string>>;
  /** The request's Idempotency-Key, if any. */
  repeatKey: string | undefined;
}

/** Where uploads are taken in, whichever door they came through. */
export class UploadDesk {
  constructor(
    private readonly imports: Imports,
    private readonly store: ArtefactStore,
    private readonly sender: JobSender,
    private readonly limitBytes: number,
    private readonly hasRoom: () => boolean,
    private readonly metrics: UploadMetrics,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Stores the files, commits the import, then rings.
   * @throws DomainError as `receiveFiles` and `Imports.accept` say, or `unavailable`; nothing is left behind
   */
  async receive(
    request: FastifyRequest,
    accountId: string,
    upload: Upload,
  ): Promise<{ view: ImportView; replayed: boolean }> {
    this.refuseWhenShort();
    const id = newId();
    const folder = folderOf(accountId, id);
    try {
      const files = await receiveFiles(request, {
        store: this.store,
        folder,
        field: upload.field,
        mostFiles: upload.mostFiles ?? 1,
        limitBytes: this.limitBytes,
      });
      const { kinds, options } = upload;
      const traceparent = currentContext().traceparent ?? null;
      const accepted = await this.imports.accept(
        { id, accountId, kinds, options, files, traceparent },
        upload.repeatKey,
        (tx) => this.tellOf(accountId, id, files, tx),
      );
      if (accepted.replayed) await this.clear(folder);
      else this.ring(id);
      this.metrics.taken(accepted.replayed, files);
      return accepted;
    } catch (error) {
      this.metrics.refused(error instanceof DomainError ? error.code : 'internal_error');
      await this.clear(folder);
      // A client that still sends hears the answer only when somebody takes what it sends.
      request.raw.unpipe();
      request.raw.resume();
      throw error;
    }
  }

  private refuseWhenShort(): void {
    if (this.hasRoom()) return;
    this.metrics.refused('storage_short');
    throw new DomainError('unavailable', 'storage_short', {
      detail: 'there is no room for new files at the moment',
      retryAfterSeconds: 60,
    });
  }

  private tellOf(accountId: string, id: string, files: readonly UploadedFile[], tx: Tx): Promise<void> {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const detail = { import: id, files: files.length, bytes };
    return this.audit.write({ event: 'upload_complete', actor: accountId, accountId, detail }, tx);
  }

  /** After the commit, without waiting: the worker's sweep repeats what is lost. */
  private ring(importId: string): void {
    crashPoint('before_import_ring');
    void this.sender.ringImport({ importId, claimNo: 0, dispatchNo: 1 });
  }

  private async clear(folder: string): Promise<void> {
    // What resists is left to the collector: no row names it.
    await this.store.deletePrefix(folder).catch(() => undefined);
  }
}
