import { Controller, Get, Headers, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { ApiKeys, LiveSessions } from '@pressroom/identity';
import { isFinal, ReportReads, type ReportView } from '@pressroom/reports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentUser } from '../access';
import { Documented, IdPipe, TAGS, headersSoFar } from '../http';
import { hiddenFrom } from './hidden-from';
import { progressOf, ReportPresenter } from './report-presenter';
import { ReportWatch } from './report-watch';
import { Slots } from './slots';

const KEEP_ALIVE_MS = 15_000;
/** Streams that an account may have open at a time. */
const AT_ONCE = 32;

type Ask = () => Promise<boolean>;

/** Server-sent events of one report. An event's id is the state it tells, so a client that comes back gets only news. */
@ApiTags(TAGS.reports)
@Controller('api/reports')
export class ReportEventsController {
  private readonly slots = new Slots(AT_ONCE, 'streams');

  constructor(
    private readonly reads: ReportReads,
    private readonly watch: ReportWatch,
    private readonly presenter: ReportPresenter,
    private readonly sessions: LiveSessions,
    private readonly keys: ApiKeys,
  ) {}

  @Get(':id/events')
  @ApiHeader({ name: 'Last-Event-ID', required: false, schema: { type: 'string' } })
  @Documented({
    id: 'watchReport',
    summary: 'Events `progress` and `status` until the report ends',
    description: '`status` carries the whole report, `progress` how far it is.',
    status: 200,
    answers: ['text/event-stream'],
    problems: [401, 404, 429],
  })
  async events(
    @CurrentUser() caller: Caller,
    @Param('id', new IdPipe('report')) id: string,
    @Headers('last-event-id') lastId: string | undefined,
    @Req() { method, headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const report = await this.reads.byId(caller.accountId, id, hiddenFrom(caller));
    // Whoever has left meanwhile closes nothing any more.
    if (reply.raw.destroyed) return void reply.hijack();
    reply.raw.on('close', this.slots.take(caller.accountId));
    reply.hijack();
    reply.raw.writeHead(200, {
      ...headersSoFar(reply),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (method === 'HEAD') reply.raw.end();
    else this.follow(report, lastId, reply, () => this.mayHear(caller, headers['x-api-key']));
  }

  /** A stream outlives its request, not what it was opened with: news carry links. */
  private async mayHear({ accountId, sessionId }: Caller, key: unknown): Promise<boolean> {
    if (sessionId !== null) return (await this.sessions.role(sessionId, accountId)) !== null;
    return (await this.keys.grant(String(key))) !== null;
  }

  private follow(first: ReportView, lastId: string | undefined, { raw }: FastifyReply, mayHear: Ask): void {
    let told = lastId;
    let status = '';
    let before = Promise.resolve();
    const end = (): void => {
      unwatch();
      clearInterval(alive);
      raw.end();
    };
    const tell = (report: ReportView | null): void => {
      if (raw.writableEnded) return;
      if (report === null) return end();
      const id = stateOf(report);
      if (id !== told) {
        const changed = report.status !== status;
        raw.write(
          eventOf(
            id,
            changed ? 'status' : 'progress',
            changed ? this.presenter.resource(report) : progressOf(report),
          ),
        );
      }
      told = id;
      status = report.status;
      if (isFinal(report.status)) end();
    };
    const hear = (report: ReportView | null): void => {
      if (report !== null && stateOf(report) === told) return;
      before = before.then(mayHear).then((may) => (may ? tell(report) : end()), end);
    };
    const unwatch = this.watch.watch(first.id, hear);
    const alive = setInterval(() => raw.write(': alive\n\n'), KEEP_ALIVE_MS);
    raw.on('close', end);
    raw.on('error', () => undefined);
    tell(first);
  }
}

const stateOf = ({ status, updatedAt }: ReportView): string =>
  `${status}-${updatedAt.getTime().toString(36)}`;

function eventOf(id: string, event: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
