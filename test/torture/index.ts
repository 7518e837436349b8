import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { option } from '../../apps/cli/src/command';
import { type Client, oracle, type Pressroom, startPressroom, TcpProxy, tempFolder } from '../support';
import setup from '../support/global-setup';
import teardown from '../support/global-teardown';
import { faults, replaceDead, type Scene } from './faults';
import { Load } from './load';
import { Random } from './random';

const WORKERS = 2;
const ACCOUNTS = 3;

/**
 * `npm run torture -- --minutes 5 --seed 7`: faults of all kinds in a random order under load, then every promise is
 * checked. The same seed gives the same faults in the same order; what they meet depends on the machine.
 */
async function torture(args: readonly string[]): Promise<void> {
  const minutes = Number(option(args, 'minutes') ?? 2);
  const seed = Number(option(args, 'seed') ?? 1);
  await setup();
  const diskOrders = join(tempFolder('orders').path, 'orders');
  const proxies: TcpProxy[] = [];
  const world = await startPressroom({
    workers: WORKERS,
    ownPostgres: true,
    through: async ({ databaseUrl, redisUrl }) => {
      const [postgres, redis] = await Promise.all([TcpProxy.open(databaseUrl), TcpProxy.open(redisUrl)]);
      proxies.push(postgres, redis);
      return { databaseUrl: postgres.through(databaseUrl), redisUrl: redis.through(redisUrl) };
    },
    env: {
      DISK_ORDERS: diskOrders,
      WORKER_MEMORY_MB: '4000',
      REPORT_LIMIT_SECONDS: '5',
      REPORT_OPEN_QUOTA: '15',
    },
  });
  try {
    const clients = await Promise.all(Array.from({ length: ACCOUNTS }, () => world.signUp()));
    const load = new Load(clients, new Random(seed + 1));
    const asking = load.start();
    const scene: Scene = { world, load, random: new Random(seed), proxies, diskOrders };
    const done = await hurt(scene, minutes);
    load.stop();
    await asking;
    console.log('the faults are over; what is open may end now');
    // Poisoned reports go on killing workers until they are given up.
    let settling = true;
    const keeping = keepWorkers(scene, () => settling);
    process.exitCode = await judge(world, clients, load, { seed, minutes, done });
    settling = false;
    await keeping;
  } finally {
    await world.close();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await teardown();
  }
}

async function keepWorkers(scene: Scene, going: () => boolean): Promise<void> {
  while (going()) {
    await replaceDead(scene, WORKERS);
    await wait(300);
  }
}

async function hurt(scene: Scene, minutes: number): Promise<Record<string, number>> {
  const done: Record<string, number> = {};
  const names = Object.keys(faults);
  for (const end = Date.now() + minutes * 60_000; Date.now() < end;) {
    const name = scene.random.of(names);
    done[name] = (done[name] ?? 0) + 1;
    console.log(`${new Date().toISOString()} ${name}`);
    await faults[name]?.(scene).catch((error: unknown) => console.error(`${name}: ${String(error)}`));
    await replaceDead(scene, WORKERS);
    await wait(scene.random.whole(500, 3000));
  }
  return done;
}

async function judge(
  world: Pressroom,
  clients: readonly Client[],
  load: Load,
  facts: { seed: number; minutes: number; done: Record<string, number> },
): Promise<number> {
  const violations: string[] = [];
  await world.settled(240_000).catch((error: unknown) => violations.push(String(error)));
  const verdict = await oracle(world, { clients, links: 50 });
  violations.push(...verdict.violations, ...load.doubled.map((key) => `two reports for the key ${key}`));
  const rows = await world.sql<{ id: string }>('SELECT id FROM reports');
  const existing = new Set(rows.map(({ id }) => id));
  for (const id of load.promised)
    if (!existing.has(id) && !load.removed.has(id)) violations.push(`${id} was promised and is not there`);
  console.log(
    JSON.stringify(
      { ...facts, answers: load.counts, promised: load.promised.size, reports: verdict.counts, violations },
      null,
      2,
    ),
  );
  return violations.length === 0 ? 0 : 1;
}

torture(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
