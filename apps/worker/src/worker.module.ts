import { getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { openSystemDatabase, SystemDatabase } from '@pressroom/entities';
import { type Logger, Metrics } from '@pressroom/platform';
import { imports, JobSender, QueuesModule, REPORT_QUEUES } from '@pressroom/queues';
import { openStore, RoomWatch } from '@pressroom/storage';
import type { Queue } from 'bull';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { ImportRuntime } from './imports/import-runtime';
import { WorkerRuntime } from './worker-runtime';

/** What the worker is made of. No doors but health and metrics; work comes through the queues. */
@Module({})
export class WorkerModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const served = REPORT_QUEUES.filter(({ name }) =>
      config.worker.queues.some((queue) => queue === name),
    ).map(({ name }) => getQueueToken(name));
    const metrics = new Metrics('worker');
    const store = openStore(config.storage.url);
    const room = new RoomWatch(store, config.storage.freeShare);
    const hasRoom = (): boolean => room.hasRoom();
    return {
      module: WorkerModule,
      imports: [QueuesModule.forConsumer({ url: config.redis.url })],
      controllers: [HealthController],
      providers: [
        { provide: Metrics, useValue: metrics },
        { provide: RoomWatch, useValue: room },
        {
          provide: SystemDatabase,
          useFactory: () =>
            openSystemDatabase({
              url: config.database.url,
              name: 'pressroom worker',
              systemConnections: 4,
              waitMs: config.database.poolWaitMs,
              statementTimeoutMs: config.database.statementTimeoutMs,
            }),
        },
        {
          provide: Readiness,
          inject: [SystemDatabase, getQueueToken(REPORT_QUEUES[0].name)],
          useFactory: (database: SystemDatabase, queue: Queue) =>
            new Readiness({ database, queue, checkDurability: config.redis.checkDurability, hasRoom }),
        },
        {
          provide: ImportRuntime,
          inject: [SystemDatabase, JobSender, getQueueToken(imports.name)],
          useFactory: (database: SystemDatabase, sender: JobSender, queue: Queue) =>
            new ImportRuntime({
              ...{ config, database, store, sender, logger, hasRoom },
              queue: config.worker.queues.includes(imports.name as 'imports') ? queue : null,
            }),
        },
        {
          provide: WorkerRuntime,
          inject: [SystemDatabase, JobSender, ImportRuntime, ...served],
          useFactory: (
            database: SystemDatabase,
            sender: JobSender,
            importRuntime: ImportRuntime,
            ...queues: Queue[]
          ) =>
            new WorkerRuntime({
              config,
              database,
              store,
              sender,
              queues,
              metrics,
              logger,
              hasRoom,
              alsoNamed: (keys) => importRuntime.named(keys),
            }),
        },
      ],
    };
  }
}
