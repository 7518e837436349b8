import { BullModule, getQueueToken } from '@nestjs/bull';
import { type DynamicModule, Module } from '@nestjs/common';
import type { Queue, QueueOptions } from 'bull';
import { consumerOptions, producerOptions, type RedisAddress } from './connections';
import { QUEUES, type QueueName } from './contract';
import { JobSender } from './job-sender';

/**
 * The queues for one app. Processing is not declared here: @nestjs/bull would start it before the app is ready,
 * so the worker starts its consumers itself, last.
 */
@Module({})
export class QueuesModule {
  /** For an app that only rings. */
  static forProducer(redis: RedisAddress): DynamicModule {
    return this.with(producerOptions(redis));
  }

  /** For an app that also listens. */
  static forConsumer(redis: RedisAddress): DynamicModule {
    return this.with(consumerOptions(redis));
  }

  private static with(options: QueueOptions): DynamicModule {
    return {
      module: QueuesModule,
      global: true,
      imports: [
        BullModule.forRoot(options),
        BullModule.registerQueue(...QUEUES.map(({ name }) => ({ name }))),
      ],
      providers: [
        {
          provide: JobSender,
          inject: QUEUES.map(({ name }) => getQueueToken(name)),
          useFactory: (...queues: Queue[]) => new JobSender(byName(queues)),
        },
      ],
      exports: [BullModule, JobSender],
    };
  }
}

function byName(queues: readonly Queue[]): Map<QueueName, Queue> {
  const map = new Map<QueueName, Queue>();
  QUEUES.forEach(({ name }, index) => {
    const queue = queues[index];
    if (queue !== undefined) map.set(name, queue);
  });
  return map;
}
