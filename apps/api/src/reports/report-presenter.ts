import type { Clock, Page } from '@pressroom/kernel';
import { isFinal, type ReportView } from '@pressroom/reports';
import type { DownloadSigner } from '@pressroom/signing';
import { createHash } from 'node:crypto';
import { type PublicAddress, statusTag } from '../http';
import type { ReportResource } from './schemas';

/** Seconds after which a client should look again. */
export const RETRY_AFTER_SECONDS = 1;

/** Reports as clients see them. Links are minted here, at each read. */
export class ReportPresenter {
  constructor(
    private readonly signer: DownloadSigner,
    private readonly address: PublicAddress,
    private readonly clock: Clock,
  ) {}

  resource(report: ReportView): ReportResource {
    const artefacts = report.artefacts.map((artefact) => {
      const link = this.link(report, artefact.format, artefact.claimNo);
      return {
        format: artefact.format as ReportResource['formats'][number],
        fileName: artefact.fileName,
        bytes: artefact.bytes,
        rows: artefact.rows,
        omittedRows: artefact.omittedRows,
        sha256: artefact.sha256,
        downloadUrl: link.url,
        downloadUrlExpiresAt: link.expiresAt,
      };
    });
    const first = artefacts[0];
    return {
      id: report.id,
      template: report.template,
      formats: report.formats as ReportResource['formats'],
      parameters: report.parameters,
      status: report.status,
      progress: progressOf(report),
      attempts: report.attempts,
      createdAt: report.createdAt.toISOString(),
      startedAt: report.startedAt?.toISOString() ?? null,
      completedAt: report.completedAt?.toISOString() ?? null,
      ...(report.status === 'FAILED' && report.errorCode !== null
        ? { error: { code: report.errorCode, message: report.errorMessage ?? '' } }
        : {}),
      artefacts,
      ...(first === undefined ? {} : { downloadUrl: first.downloadUrl }),
    };
  }

  /** Where to send a client that wants the artefact now. */
  redirect(report: ReportView, format: string, version: number): string {
    return this.address.redirect(this.sign(report, format, version).path);
  }

  private link(report: ReportView, format: string, version: number): { url: string; expiresAt: string } {
    const { path, expiresAt } = this.sign(report, format, version);
    return { url: this.address.of(path), expiresAt: expiresAt.toISOString() };
  }

  private sign(report: ReportView, fmt: string, ver: number): { path: string; expiresAt: Date } {
    const grant = { rid: report.id, fmt, ver, ep: report.downloadEpoch };
    const { token, expiresAt } = this.signer.sign(grant, this.clock.now());
    return { path: `/api/reports/download/${token}`, expiresAt };
  }

  /** Changes with the row, and while links are shown also with time, before one of them is too old to be kept. */
  etag(report: ReportView): string {
    return statusTag({ ...report, showsLinks: report.status === 'COMPLETED' }, this.clock.now());
  }

  /** Of a page: changes when one of its reports does, comes or goes. */
  pageTag({ data, nextCursor }: Page<ReportView>): string {
    const parts = [...data.map((report) => `${report.id} ${this.etag(report)}`), nextCursor ?? ''];
    return `W/"${createHash('sha256').update(parts.join()).digest('base64url').slice(0, 22)}"`;
  }
}

export function progressOf(report: ReportView): ReportResource['progress'] {
  const { status, done, total } = report;
  if (isFinal(status))
    return { phase: null, done, total, percent: status === 'COMPLETED' || status === 'EXPIRED' ? 100 : 0 };
  const phase = status === 'PENDING' ? 'waiting' : (report.phase ?? 'read');
  return { phase, done, total, percent: percentOf(phase, done, total) };
}

/** Reading is taken for the first tenth, storing for the last; never 100 before the end. */
function percentOf(phase: string, done: number | null, total: number | null): number {
  if (phase === 'waiting') return 0;
  if (phase === 'read') return 5;
  if (phase === 'store') return 95;
  if (done === null || total === null || total === 0) return 50;
  return Math.min(90, 10 + Math.floor((80 * done) / total));
}
