import { getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { openSystemDatabase, SystemDatabase } from '@pressroom/entities';
import { type Logger, Metrics } from '@pressroom/platform';
import { deliveries, imports, JobSender, QueuesModule, REPORT_QUEUES } from '@pressroom/queues';
import { type ArtefactStore, openStore, RoomWatch } from '@pressroom/storage';
import type { Queue } from 'bull';
import { DeliveryRuntime } from './deliveries/delivery-runtime';
import { HealthController } from './health/health.controller';
import { Readiness } from './health/readiness';
import { ImportRuntime } from './imports/import-runtime';
import { erasureWork } from './people/erasure-provider';
import { WorkerRuntime } from './worker-runtime';

/** What the worker is made of. No doors but health and metrics; work comes through the queues. */
@Module({})
export class WorkerModule {
  static with(config: Config, logger: Logger): DynamicModule {
    const store = openStore(config.storage.url);
    const room = new RoomWatch(store, config.storage.freeShare);
    return {
      module: WorkerModule,
      imports: [QueuesModule.forConsumer({ url: config.redis.url })],
      controllers: [HealthController],
      providers: [
        { provide: Metrics, useValue: new Metrics('worker') },
        { provide: RoomWatch, useValue: room },
        { provide: SystemDatabase, useFactory: () => openSystemDatabase(databaseOptions(config)) },
        readiness(config),
        importWork(config, logger, store),
        erasureWork(config, logger, store),
        deliveryWork(config, logger),
        reportWork(config, logger, store),
      ],
    };
  }
}

function databaseOptions({ database }: Config) {
  return {
    url: database.url,
    name: 'pressroom worker',
    systemConnections: 4,
    waitMs: database.poolWaitMs,
    statementTimeoutMs: database.statementTimeoutMs,
  };
}

function readiness({ redis }: Config): Provider {
  return {
    provide: Readiness,
    inject: [SystemDatabase, RoomWatch, getQueueToken(REPORT_QUEUES[0].name)],
    useFactory: (database: SystemDatabase, room: RoomWatch, queue: Queue) =>
      new Readiness({
        ...{ database, queue },
        checkDurability: redis.checkDurability,
        hasRoom: () => room.hasRoom(),
      }),
  };
}

function importWork(config: Config, logger: Logger, store: ArtefactStore): Provider {
  return {
    provide: ImportRuntime,
    inject: [SystemDatabase, JobSender, Metrics, RoomWatch, getQueueToken(imports.name)],
    useFactory: (
      ...[database, sender, metrics, room, queue]: [SystemDatabase, JobSender, Metrics, RoomWatch, Queue]
    ) =>
      new ImportRuntime({
        ...{ config, database, store, sender, metrics, logger },
        hasRoom: () => room.hasRoom(),
        queue: serves(config, imports.name) ? queue : null,
      }),
  };
}

function deliveryWork(config: Config, logger: Logger): Provider {
  return {
    provide: DeliveryRuntime,
    inject: [SystemDatabase, JobSender, Metrics, getQueueToken(deliveries.name)],
    useFactory: (database: SystemDatabase, sender: JobSender, metrics: Metrics, queue: Queue) =>
      new DeliveryRuntime({
        ...{ config, database, sender, metrics, logger },
        queue: serves(config, deliveries.name) ? queue : null,
      }),
  };
}

function reportWork(config: Config, logger: Logger, store: ArtefactStore): Provider {
  const served = REPORT_QUEUES.filter(({ name }) => serves(config, name));
  return {
    provide: WorkerRuntime,
    inject: [
      ...[SystemDatabase, JobSender, ImportRuntime, Metrics, RoomWatch],
      ...served.map(({ name }) => getQueueToken(name)),
    ],
    useFactory: (
      ...[database, sender, importRuntime, metrics, room, ...queues]: [
        SystemDatabase,
        JobSender,
        ImportRuntime,
        Metrics,
        RoomWatch,
        ...Queue[],
      ]
    ) =>
      new WorkerRuntime({
        ...{ config, database, store, sender, queues, metrics, logger },
        hasRoom: () => room.hasRoom(),
        alsoNamed: (keys) => importRuntime.named(keys),
      }),
  };
}

function serves({ worker }: Config, queue: string): boolean {
  return worker.queues.some((name) => name === queue);
}
