import { Inject, Injectable } from '@nestjs/common';
import { DomainError, isId, missing } from '@pressroom/kernel';
import { type ArtefactView, isFinal, ReportReads, type ReportView } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import { STORE_UPTIME_TEMPLATE } from '@pressroom/templates';
import type { FastifyReply } from 'fastify';
import { Transform } from 'node:stream';
import type { Caller } from '../access';
import { openArtefact } from '../reports/open-artefact';
import { RETRY_AFTER_SECONDS } from '../reports/report-presenter';
import { ARTEFACT_STORE } from '../tokens';
import type { ReadQuery } from './schemas';

const IDLE_MS = 30_000;

/** What became of a report: that it runs, or its csv. */
@Injectable()
export class UptimeAnswers {
  constructor(
    private readonly reads: ReportReads,
    @Inject(ARTEFACT_STORE) private readonly store: ArtefactStore,
  ) {}

  /** @throws DomainError `missing` also for others' and for reports of other doors, `gone`, or why the report failed */
  async answer(
    { accountId }: Caller,
    { id, format }: { id: string; format: ReadQuery['format'] },
    reply: FastifyReply,
  ): Promise<void> {
    const name = id.toLowerCase();
    if (!isId(name)) throw missing('report');
    const report = await this.reads.byId(accountId, name);
    if (report.template !== STORE_UPTIME_TEMPLATE || !report.formats.includes('csv')) throw missing('report');
    void reply.header('cache-control', 'private, no-store');
    if (!isFinal(report.status)) {
      await reply.headers({ 'retry-after': String(RETRY_AFTER_SECONDS) }).send({ status: 'Running' });
      return;
    }
    const artefact = report.artefacts.find((each) => each.format === 'csv');
    if (report.status !== 'COMPLETED' || artefact === undefined) throw endOf(report);
    await (format === 'csv' ? this.file(artefact, reply) : this.wrapped(artefact, reply));
  }

  private async file(artefact: ArtefactView, reply: FastifyReply): Promise<void> {
    const { stream } = await openArtefact(this.store, artefact);
    reply.raw.setTimeout(IDLE_MS, () => reply.raw.destroy());
    await reply
      .headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="${artefact.fileName}"`,
        'content-length': String(artefact.bytes),
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
        'repr-digest': `sha-256=:${Buffer.from(artefact.sha256, 'hex').toString('base64')}:`,
      })
      .send(stream);
  }

  /** The text goes through escaped as it comes: a large file is never held whole. */
  private async wrapped(artefact: ArtefactView, reply: FastifyReply): Promise<void> {
    const { stream } = await openArtefact(this.store, artefact);
    const json = insideJson();
    stream.on('error', (error) => json.destroy(error));
    json.on('close', () => stream.destroy());
    reply.raw.setTimeout(IDLE_MS, () => reply.raw.destroy());
    await reply.header('content-type', 'application/json; charset=utf-8').send(stream.pipe(json));
  }
}

function endOf({ status, errorCode, errorMessage }: ReportView): DomainError {
  if (status === 'EXPIRED')
    return new DomainError('gone', 'report_expired', { detail: 'the files of this report were removed' });
  if (status === 'CANCELLED')
    return new DomainError('gone', 'report_cancelled', { detail: 'this report was cancelled' });
  return new DomainError('broken', errorCode ?? 'report_failed', {
    detail: errorMessage ?? 'the report failed',
  });
}

function insideJson(): Transform {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
  let begun = false;
  const opening = (): string => {
    const text = begun ? '' : '{"status":"Complete","csv_content":"';
    begun = true;
    return text;
  };
  return new Transform({
    transform: (piece: Buffer, _encoding, done) =>
      done(null, opening() + escaped(decoder.decode(piece, { stream: true }))),
    flush: (done) => done(null, `${opening()}${escaped(decoder.decode())}"}`),
  });
}
