import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { errorFields, type Logger } from '@pressroom/platform';
import { QUEUES, type QueueName } from '@pressroom/queues';
import type { Queue } from 'bull';
import type { FastifyInstance } from 'fastify';
import type { BoardRules } from './board-rules';

export interface BoardParts {
  queues: ReadonlyMap<QueueName, Queue>;
  rules: BoardRules;
  /** Path of the board, without a final slash. */
  at: string;
  logger: Logger;
}

/** Bull Board over every queue of the house, as a plugin. It asks nobody who they are: whoever mounts it must. */
export function bullBoard({ queues, rules, at, logger }: BoardParts) {
  const adapter = new FastifyAdapter();
  adapter.setBasePath(at);
  createBullBoard({
    queues: QUEUES.flatMap(({ name, title }) => {
      const queue = queues.get(name);
      return queue === undefined ? [] : [new BullAdapter(queue, { description: title })];
    }),
    serverAdapter: adapter,
    options: {
      handlerHooks: { before: (context) => rules.before(context) },
      uiConfig: {
        boardTitle: 'Pressroom',
        hideDocsLink: true,
        miscLinks: [{ text: 'Operators', url: '/admin' }],
        pollingInterval: { showSetting: true },
        sortQueues: false,
      },
    },
  });
  adapter.setErrorHandler((error) => {
    logger.warn(errorFields(error), 'the board could not answer');
    return { status: 500, body: { error: { key: 'ERRORS.INTERNAL_SERVER_ERROR' }, message: UNANSWERED } };
  });
  const plugin = adapter.registerPlugin();
  return (server: FastifyInstance, options: { prefix: string }, done: () => void): void => {
    plugin(server, options, done);
  };
}

const UNANSWERED = 'Redis did not answer. Reports are taken in and kept meanwhile; nothing is lost.';
