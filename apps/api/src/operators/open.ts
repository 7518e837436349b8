import { getQueueToken } from '@nestjs/bull';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '@pressroom/config';
import { Database } from '@pressroom/entities';
import { AuditLog, LiveSessions, PasswordSignIn, Sessions } from '@pressroom/identity';
import type { Clock } from '@pressroom/kernel';
import { type Logger, Metrics } from '@pressroom/platform';
import { QUEUES, type QueueName } from '@pressroom/queues';
import { ReportBacklog, ReportStandings } from '@pressroom/reports';
import type { Queue } from 'bull';
import { CLOCK, LOGGER } from '../tokens';
import { bullBoard } from './board';
import { BoardRules } from './board-rules';
import { Doorkeeper } from './doorkeeper';
import { OperatorSeal } from './operator-cookie';
import { operatorDoors } from './operator-doors';
import { watchQueues } from './queue-metrics';

/** Opens /admin and the board behind it, before the app listens. */
export async function openOperatorDoors(app: NestFastifyApplication, config: Config): Promise<void> {
  const clock = app.get<Clock>(CLOCK);
  const seal = new OperatorSeal(config.tokens.keys);
  const audit = app.get(AuditLog);
  const keeper = new Doorkeeper({
    signIn: app.get(PasswordSignIn),
    sessions: app.get(Sessions),
    live: app.get(LiveSessions),
    audit,
    seal,
    now: () => clock.now(),
  });
  const queues = new Map<QueueName, Queue>(
    QUEUES.map(({ name }) => [name, app.get<Queue>(getQueueToken(name))]),
  );
  watchQueues({ queues, backlog: new ReportBacklog(app.get(Database)), metrics: app.get(Metrics) });
  const board = bullBoard({
    queues,
    rules: new BoardRules(new ReportStandings(app.get(Database)), audit),
    at: '/admin/queues',
    logger: app.get<Logger>(LOGGER),
  });
  const secure = config.http.publicUrl?.startsWith('https:') ?? false;
  await app.getHttpAdapter().getInstance().register(operatorDoors({ keeper, seal, board, secure }));
}
