import { randomBytes } from 'node:crypto';
import type { Used } from './used-server';

/**
 * The last resort where no Redis can be had: one written in JavaScript, in the memory of this process. Some 260 jobs a
 * second and nothing kept; the rows in PostgreSQL are the truth, so reports survive it all the same.
 */
export async function startMemoryRedis(): Promise<Used> {
  // Loaded only when it is needed: it brings a Lua in WebAssembly.
  const core = await import('js-redis-server/core');
  const blmove = core.redisCommandDefinitions.find(({ name }) => name === 'blmove');
  if (blmove === undefined) throw new Error('js-redis-server has lost BLMOVE, of which BRPOPLPUSH is made');
  // Bull waits for jobs with BRPOPLPUSH, which this server lacks: it is BLMOVE from right to left.
  const brpoplpush = core.defineCommand({
    ...blmove,
    name: 'brpoplpush',
    schema: core.t.custom<unknown>((input, index, context) => {
      const [source, destination, timeout] = input.slice(index, index + 3);
      const moved = [source, destination, Buffer.from('RIGHT'), Buffer.from('LEFT'), timeout];
      const given = moved.filter((part): part is Buffer => part !== undefined);
      return { value: blmove.schema.parse(given, 0, context).value, nextIndex: index + 3 };
    }),
  });
  const password = randomBytes(24).toString('base64url');
  const server = new core.Resp2Server({
    server: new core.RedisServerState({ databaseCount: 1, requirepass: password }),
    executor: core.createRedisCommandExecutor({ extraCommands: [brpoplpush] }),
  });
  await server.listen(0);
  return {
    url: `redis://:${password}@127.0.0.1:${server.getPort()}`,
    own: {
      stop: () => server.close(),
      restart: () => Promise.resolve(),
      exited: new Promise(() => undefined),
    },
  };
}
