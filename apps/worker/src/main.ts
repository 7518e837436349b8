import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { loadConfig } from '@pressroom/config';
import { assertSecondWall, SystemDatabase } from '@pressroom/entities';
import { armCrashPoints, createLogger, errorFields, handleSignals, NestLogger } from '@pressroom/platform';
import { RoomWatch } from '@pressroom/storage';
import { loadTestTemplates } from '@pressroom/templates';
import { DeliveryRuntime } from './deliveries/delivery-runtime';
import { ImportRuntime } from './imports/import-runtime';
import { ErasureRuntime } from './people/erasure-runtime';
import { WorkerModule } from './worker.module';
import { WorkerRuntime } from './worker-runtime';

async function main(): Promise<void> {
  const config = loadConfig();
  armCrashPoints(config.faults);
  loadTestTemplates(config.testTemplates);
  const logger = createLogger({ service: 'pressroom-worker', level: config.logLevel });
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.with(config, logger),
    new FastifyAdapter(),
    {
      logger: new NestLogger(logger),
      abortOnError: false,
    },
  );
  if (config.environment === 'production') await assertSecondWall(app.get(SystemDatabase));
  const runtime = app.get(WorkerRuntime);
  const imports = app.get(ImportRuntime);
  const erasures = app.get(ErasureRuntime);
  const deliveries = app.get(DeliveryRuntime);
  const close = async (): Promise<void> => {
    app.get(RoomWatch).close();
    const erasing = erasures.stop();
    await Promise.all([runtime.stop(), imports.stop(), deliveries.stop()]);
    await erasing;
    await app.close();
    await app.get(SystemDatabase).close();
  };
  handleSignals({ logger, close, hardExitMs: (config.worker.drainSeconds + 10) * 1000 });
  await app.get(RoomWatch).start();
  await runtime.start();
  imports.start();
  erasures.start();
  deliveries.start();
  await app.listen(config.worker.healthPort, config.http.host);
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : config.worker.healthPort;
  logger.info({ 'event.action': 'listening', port, slots: config.worker.slots }, 'listening');
}

main().catch((error: unknown) => {
  createLogger({ service: 'pressroom-worker', level: 'info' }).fatal(
    errorFields(error),
    'the worker did not start',
  );
  process.exit(1);
});
