import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '@pressroom/config';
import { assertSecondWall, Database } from '@pressroom/entities';
import { Accounts } from '@pressroom/identity';
import { type Logger, Metrics, NestLogger } from '@pressroom/platform';
import { RoomWatch } from '@pressroom/storage';
import { AppModule } from './app.module';
import { openApiOf, serveDocs } from './docs';
import { assignmentExtras } from './feedback';
import { createAdapter, prepareServer, ProblemFilter, PublicAddress } from './http';
import { limitRequests, startCounting } from './limits';
import { measureRequests } from './metrics';
import { openOperatorDoors } from './operators';
import { ReportWatch } from './reports/report-watch';

export interface RunningApi {
  port: number;
  close: () => Promise<void>;
}

/** What scripts of other origins may read of an answer besides its body. */
const EXPOSED = [
  'Allow',
  'Content-Disposition',
  'Content-Range',
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Repr-Digest',
  'Retry-After',
  'X-Request-Id',
] as const;

/** Builds the api and listens. @throws when the database does not answer or the port is taken */
export async function startApi(config: Config, logger: Logger): Promise<RunningApi> {
  const adapter = createAdapter(config);
  const allowedMethods = await prepareServer(adapter.getInstance(), config.http, logger);
  const counting = startCounting(config);
  limitRequests(adapter.getInstance(), counting.limits);
  const module = AppModule.with(config, logger, counting);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    abortOnError: false,
    // The server reads JSON by its own rules; Nest would add forms.
    bodyParser: false,
  });
  if (config.environment === 'production') await assertSecondWall(app.get(Database));
  measureRequests(adapter.getInstance(), app.get(Metrics));
  app.useGlobalFilters(new ProblemFilter(logger, allowedMethods, assignmentExtras));
  if (config.http.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...config.http.corsOrigins],
      exposedHeaders: [...EXPOSED],
    });
  }
  if (config.http.docs) serveDocs(app, openApiOf(app));
  await openOperatorDoors(app, config);
  const { operator } = config.people;
  if (operator !== null) await app.get(Accounts).ensureOperator(operator.email, operator.password);
  await app.get(RoomWatch).start();
  await app.listen(config.http.port, config.http.host);
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : config.http.port;
  app.get(PublicAddress).listensAt(config.http.host, port);
  return { port, close: () => close(app) };
}

async function close(app: NestFastifyApplication): Promise<void> {
  app.get(ReportWatch).close();
  app.get(RoomWatch).close();
  app.getHttpServer().closeIdleConnections();
  await app.close();
  await app.get(Database).close();
}
