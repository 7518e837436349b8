import type { Tx } from '@pressroom/entities';
import type { AuditLog } from '@pressroom/identity';
import { DomainError, invalid } from '@pressroom/kernel';
import { crashPoint, currentContext } from '@pressroom/platform';
import { type JobSender, reportsInteractive } from '@pressroom/queues';
import type { Acceptance, Accepted, ReportOrder, ReportReads, ReportView } from '@pressroom/reports';
import { findTemplate, type ReportContext, type ReportFormat } from '@pressroom/templates';
import type { Caller } from '../access';
import { textFlaws } from '../http';
import { isSensitive } from './sensitive';

export interface Request {
  template: string;
  formats: readonly ReportFormat[];
  parameters: Record<string, unknown>;
  locale: string;
  timeZone: string;
}

/** What a door may add to a request. */
export interface Besides {
  /** Written in the transaction of the report: both are there, or neither. */
  within?: (tx: Tx) => Promise<void>;
  /** What makes two requests the same, for doors whose parameters differ each time. */
  sameAs?: () => unknown;
}

export interface DeskSettings {
  limitSeconds: number;
  /** Waiting reports in all past which no more are taken. */
  pendingCap: number;
}

/** Where requests for reports are taken in, whichever door they came through. */
export class ReportDesk {
  private pending = { count: 0, countedAt: -Infinity };

  constructor(
    private readonly acceptance: Acceptance,
    private readonly reads: ReportReads,
    private readonly sender: JobSender,
    private readonly settings: DeskSettings,
    private readonly hasRoom: () => boolean,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Checks, commits, then rings.
   * @param repeatKey the request's Idempotency-Key, if any
   * @throws DomainError `invalid`, `forbidden`, `limited` or `unavailable`; nothing is left behind
   */
  async accept<Body extends Record<string, unknown>>(
    caller: Caller,
    request: Request,
    repeatKey: string | undefined,
    answerOf: (report: ReportView) => Body,
    { within: besides, sameAs }: Besides = {},
  ): Promise<{ body: Body; replayed: boolean }> {
    const order = this.order(caller, request);
    const within = async (tx: Tx): Promise<void> => {
      await besides?.(tx);
      await this.tellOf(order, tx);
    };
    await this.refuseWhenFull();
    if (repeatKey === undefined) {
      const accepted = await this.acceptance.accept(order, within);
      this.ring(accepted);
      return { body: answerOf(accepted.report), replayed: false };
    }
    const repeat = { key: repeatKey, request: sameAs?.() ?? request };
    const answer = await this.acceptance.acceptOnce(order, repeat, answerOf, within);
    if (answer.accepted !== null) this.ring(answer.accepted);
    return { body: answer.body, replayed: answer.replayed };
  }

  private order(caller: Caller, request: Request): ReportOrder {
    const template = findTemplate(request.template);
    const unknown = request.formats.filter((format) => !template.formats.includes(format));
    if (unknown.length > 0) {
      throw new DomainError('invalid', 'format_not_offered', {
        detail: `${template.name} is made as ${template.formats.join(', ')}`,
        flaws: unknown.map((format) => ({
          pointer: `/formats/${request.formats.indexOf(format)}`,
          detail: `${format} is not offered by this template`,
        })),
      });
    }
    const unstorable = textFlaws(request.parameters, '/parameters');
    if (unstorable.length > 0) throw invalid(unstorable);
    const context: ReportContext = {
      accountId: caller.accountId,
      role: caller.role,
      locale: request.locale,
      timeZone: request.timeZone,
      requestedAt: new Date().toISOString(),
    };
    return {
      accountId: caller.accountId,
      template: template.name,
      templateVersion: template.version,
      formats: request.formats,
      parameters: template.resolve(request.parameters, context),
      context: { ...context },
      queue: reportsInteractive.name,
      limitSeconds: template.limits.seconds ?? this.settings.limitSeconds,
      traceparent: currentContext().traceparent ?? null,
    };
  }

  private async tellOf({ accountId, template, parameters }: ReportOrder, tx: Tx): Promise<void> {
    if (!isSensitive(template, parameters)) return;
    const detail = { template, asked: true };
    await this.audit.write({ event: 'sensitive_read', actor: accountId, accountId, detail }, tx);
  }

  /** After the commit, without waiting: the answer does not depend on it, and the dispatcher repeats what is lost. */
  private ring({ report, ring }: Accepted): void {
    crashPoint('before_ring');
    if (!ring) return;
    void this.sender.ring({ queue: reportsInteractive.name, reportId: report.id, claimNo: 0, dispatchNo: 1 });
  }

  private async refuseWhenFull(): Promise<void> {
    if (!this.hasRoom()) {
      throw new DomainError('unavailable', 'storage_short', {
        detail: 'there is no room for new files at the moment',
        retryAfterSeconds: 60,
      });
    }
    if (performance.now() - this.pending.countedAt > 1000) {
      // One request counts a second; the others go by the last count meanwhile.
      this.pending.countedAt = performance.now();
      this.pending.count = await this.reads.pendingUpTo(this.settings.pendingCap + 1);
    }
    if (this.pending.count > this.settings.pendingCap) {
      throw new DomainError('unavailable', 'too_many_waiting', {
        detail: 'too many reports are waiting at the moment',
        retryAfterSeconds: 30,
      });
    }
  }
}
