import { Controller, Get, Headers, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AuditLog } from '@pressroom/identity';
import { type Clock, DomainError, missing } from '@pressroom/kernel';
import { errorFields, type Logger } from '@pressroom/platform';
import { type ArtefactView, ReportReads, type ReportView } from '@pressroom/reports';
import { DownloadSigner } from '@pressroom/signing';
import type { ArtefactStore } from '@pressroom/storage';
import contentDisposition from 'content-disposition';
import type { FastifyReply } from 'fastify';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { CallersToo, type KnownRequest, Public } from '../access';
import { isKnown, TAGS, headersSoFar } from '../http';
import { spanOf } from './byte-range';
import { DownloadDocs } from './documentation';
import { openArtefact } from './open-artefact';
import { isSensitive } from './sensitive';
import { Slots } from './slots';
import { ARTEFACT_STORE, CLOCK, LOGGER } from '../tokens';

const IDLE_MS = 30_000;
const WHOLE_MS = 600_000;
/** Downloads that an account may have under way at a time. */
const AT_ONCE = 4;

/**
 * The token is the right: whoever holds it may have this one file, for five minutes. Only somebody who is known to be
 * another has come by it in a wrong way.
 */
@ApiTags(TAGS.reports)
@Controller('api/reports/download')
export class DownloadsController {
  private readonly slots = new Slots(AT_ONCE, 'downloads');

  constructor(
    private readonly signer: DownloadSigner,
    private readonly reads: ReportReads,
    @Inject(ARTEFACT_STORE) private readonly store: ArtefactStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly audit: AuditLog,
  ) {}

  @Public()
  @CallersToo()
  @Get(':token')
  @DownloadDocs
  async file(
    @Param('token') token: string,
    @Headers('range') range: string | undefined,
    @Headers('if-range') ifRange: string | undefined,
    @Headers('if-none-match') known: string | undefined,
    @Req() { method, user }: KnownRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { report, artefact } = await this.find(token);
    if (user !== undefined && user.accountId !== report.accountId) throw missing('download');
    const etag = `"${artefact.sha256}"`;
    if (isKnown(known, etag)) {
      await reply
        .status(304)
        .headers({ etag, ...PRIVATE })
        .send();
      return;
    }
    // A Range means nothing to HEAD.
    const ranged = method !== 'HEAD' && (ifRange === undefined || ifRange === etag);
    const span = ranged ? spanOf(range, artefact.bytes) : null;
    const release = this.slots.take(report.accountId);
    try {
      const opened = await openArtefact(this.store, artefact, span);
      if (method !== 'HEAD') await this.tellOf(report);
      const status = span === null ? 200 : 206;
      this.begin(reply, status, { ...headersOf(artefact, etag), ...lengthOf(artefact, span) });
      if (method !== 'HEAD') return await this.stream(opened.stream, reply);
      opened.stream.destroy();
      reply.raw.end();
    } finally {
      release();
    }
  }

  /** Before the first byte, so that none is read unseen. Whoever holds a link is nobody known. */
  private async tellOf({ id, accountId, template, parameters }: ReportView): Promise<void> {
    if (!isSensitive(template, parameters)) return;
    const detail = { template, report: id };
    await this.audit.write({ event: 'sensitive_read', actor: null, accountId, detail });
  }

  private begin(reply: FastifyReply, status: number, headers: Record<string, string>): void {
    reply.hijack();
    reply.raw.writeHead(status, { ...headersSoFar(reply), ...headers });
  }

  /** One answer for every bad token: what exactly is wrong helps only those who make tokens. */
  private async find(token: string): Promise<{ report: ReportView; artefact: ArtefactView }> {
    const grant = this.signer.verify(token, this.clock.now());
    if (grant === 'bad') throw missing('download');
    if (grant === 'expired')
      throw new DomainError('gone', 'link_expired', {
        detail: 'this link has expired: read the report for a fresh one',
      });
    const report = await this.reads.byLink(grant.rid);
    if (report === null || report.downloadEpoch !== grant.ep) throw missing('download');
    if (report.status === 'EXPIRED')
      throw new DomainError('gone', 'report_expired', { detail: 'the files of this report were removed' });
    const artefact = report.artefacts.find((each) => each.format === grant.fmt && each.claimNo === grant.ver);
    if (report.status !== 'COMPLETED' || artefact === undefined) throw missing('download');
    return { report, artefact };
  }

  /** A client that takes nothing for 30 s, or all of ten minutes, is cut off; whatever ends it, the file is closed. */
  private async stream(file: Readable, reply: FastifyReply): Promise<void> {
    const { raw } = reply;
    raw.setTimeout(IDLE_MS, () => raw.destroy());
    const whole = setTimeout(() => raw.destroy(), WHOLE_MS);
    try {
      await pipeline(file, raw);
    } catch (error) {
      // Headers are out: breaking the connection is the only way to say that the file is not whole.
      this.logger.info(errorFields(error), 'download broken off');
    } finally {
      clearTimeout(whole);
    }
  }
}

const PRIVATE = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

function headersOf(artefact: ArtefactView, etag: string): Record<string, string> {
  return {
    ...PRIVATE,
    'content-type': artefact.mediaType,
    'content-disposition': contentDisposition(artefact.fileName, { type: 'attachment' }),
    'content-security-policy': `sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:`,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'repr-digest': `sha-256=:${Buffer.from(artefact.sha256, 'hex').toString('base64')}:`,
    etag,
  };
}

function lengthOf(
  { bytes }: ArtefactView,
  span: { start: number; end: number } | null,
): Record<string, string> {
  if (span === null) return { 'content-length': String(bytes) };
  return {
    'content-length': String(span.end - span.start + 1),
    'content-range': `bytes ${span.start}-${span.end}/${bytes}`,
  };
}
