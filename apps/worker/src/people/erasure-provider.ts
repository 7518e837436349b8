import { getQueueToken } from '@nestjs/bull';
import type { Provider } from '@nestjs/common';
import type { Config } from '@pressroom/config';
import { SystemDatabase } from '@pressroom/entities';
import type { Logger } from '@pressroom/platform';
import { QUEUES } from '@pressroom/queues';
import type { ArtefactStore } from '@pressroom/storage';
import type { Queue } from 'bull';
import { ErasureRuntime } from './erasure-runtime';

/** Every worker erases, whichever queues it serves, and in all of them. */
export function erasureWork(config: Config, logger: Logger, store: ArtefactStore): Provider {
  return {
    provide: ErasureRuntime,
    inject: [SystemDatabase, ...QUEUES.map(({ name }) => getQueueToken(name))],
    useFactory: (database: SystemDatabase, ...queues: Queue[]) =>
      new ErasureRuntime({ config, database, store, queues, logger }),
  };
}
