import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Pressroom, redisCommand, type TcpProxy } from '../support';
import type { SpawnedApp } from '../support';
import type { Load } from './load';
import type { Random } from './random';

export interface Scene {
  world: Pressroom;
  load: Load;
  random: Random;
  /** The ways from the apps to PostgreSQL and to Redis. */
  proxies: readonly TcpProxy[];
  /** File of orders to the failing disk. */
  diskOrders: string;
}

/** The world keeps its number of workers: whoever is gone is replaced. */
export async function replaceDead({ world }: Scene, count: number): Promise<void> {
  for (const worker of [...world.workers]) {
    const state = await Promise.race([worker.exited, wait(0, 'there' as const)]);
    if (state !== 'there') world.workers.splice(world.workers.indexOf(worker), 1);
  }
  while (world.workers.length < count) await world.startWorker({}, { ready: false });
}

const aWorker = ({ world, random }: Scene): SpawnedApp => random.of(world.workers);

/** One fault a name. Each leaves servers able to come back; what died is replaced by the caller. */
export const faults: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  'kill a worker': async (scene) => aWorker(scene).kill(),
  'stop a worker past its lease': async (scene) => {
    const worker = aWorker(scene);
    worker.kill('SIGSTOP');
    await wait(3500);
    worker.kill('SIGCONT');
  },
  "block a worker's loop": async (scene) => aWorker(scene).kill('SIGUSR2'),
  'restart workers in turn': async (scene) => {
    for (const worker of [...scene.world.workers]) {
      await scene.world.startWorker({}, { ready: false });
      worker.kill('SIGTERM');
      await scene.world.gone(worker);
      scene.world.workers.splice(scene.world.workers.indexOf(worker), 1);
    }
  },
  'kill the api': async ({ world }) => {
    world.api.kill();
    await world.gone(world.api);
    await world.startApi();
  },
  'kill Redis': async ({ world, random }) => {
    await world.redis.kill();
    await wait(random.whole(0, 3000));
    await world.redis.restart();
  },
  'empty Redis': ({ world }) => redisCommand(world.redis.url, 'FLUSHALL'),
  'pause Redis': ({ world }) => redisCommand(world.redis.url, 'CLIENT', 'PAUSE', '3000', 'ALL'),
  'freeze Redis': async ({ world }) => {
    world.redis.pause();
    await wait(3000);
    world.redis.resume();
  },
  'crash PostgreSQL': ({ world }) => world.postgres?.restart('immediate') ?? Promise.resolve(),
  'end half of the sessions': ({ world }) =>
    world.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pressroom%' AND random() < 0.5`,
    ),
  'cut the network': async ({ proxies, random }) => random.of(proxies).cut(),
  'silence the network': async ({ proxies, random }) => {
    const proxy = random.of(proxies);
    proxy.silence();
    await wait(random.whole(500, 4000));
    proxy.heal();
  },
  'slow the network down': async ({ proxies, random }) => {
    const proxy = random.of(proxies);
    proxy.delay(random.whole(20, 200));
    await wait(3000);
    proxy.heal();
  },
  'fill the disk': async ({ diskOrders, random }) => {
    const at = random.of(['create', 'write', 'sync', 'rename', 'syncFolder']);
    writeFileSync(diskOrders, `${at} ${random.of(['ENOSPC', 'EIO'])} ${random.whole(1, 4)}\n`);
    await wait(1500);
    writeFileSync(diskOrders, '');
  },
  'call off many': ({ load }) => load.storm('cancel', 10),
  'remove many': ({ load }) => load.storm('remove', 8),
};
