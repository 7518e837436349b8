/**
 * How soon what went wrong is put right, with the times of production: a report whose worker was killed runs again, a
 * running report that is cancelled stops, a request is accepted while Redis is away.
 *
 *     node dist/test/bench/recovery.js [rounds]
 */
import { setTimeout as wait } from 'node:timers/promises';
import { ask, type Report } from './client';
import { paced } from './paced';
import { benchWorld, type BenchWorld, quantile, say } from './world';

const LONG = { template: 'bench.slow', formats: ['csv'] };

/** Looks every 20 ms. @throws when it does not come to pass within a minute */
async function until(world: BenchWorld, id: string, passed: (report: Report) => boolean): Promise<number> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await wait(20)) {
    if (passed(await ask<Report>(world, `/api/reports/${id}`))) return performance.now();
  }
  throw new Error(`report ${id} did not get on`);
}

/** Seconds from the kill to the second execution, by a worker that was there all along. */
async function killed(world: BenchWorld, rounds: number): Promise<void> {
  const seconds: number[] = [];
  let victim = world.worker;
  for (let round = 0; round < rounds; round += 1) {
    const { id } = await ask<Report>(world, '/api/reports', LONG);
    await until(world, id, ({ status }) => status === 'RUNNING');
    const next = await world.startWorker();
    const began = performance.now();
    victim.kill('SIGKILL');
    await victim.exited;
    const resumed = await until(world, id, ({ status, attempts }) => status === 'RUNNING' && attempts === 2);
    seconds.push((resumed - began) / 1000);
    await ask(world, `/api/reports/${id}/cancel`, {});
    victim = next;
  }
  const [median, worst] = [quantile(seconds, 0.5), Math.max(...seconds)];
  say(
    `kill -9 to running again: median ${median.toFixed(1)} s, worst ${worst.toFixed(1)} s of ${rounds} (limit 30)`,
  );
}

async function cancelled(world: BenchWorld, rounds: number): Promise<void> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { id } = await ask<Report>(world, '/api/reports', LONG);
    await until(world, id, ({ status }) => status === 'RUNNING');
    await wait(300);
    const began = performance.now();
    await ask(world, `/api/reports/${id}/cancel`, {});
    seconds.push(((await until(world, id, ({ status }) => status === 'CANCELLED')) - began) / 1000);
  }
  const [median, worst] = [quantile(seconds, 0.5), Math.max(...seconds)];
  say(
    `cancel to stopped: median ${median.toFixed(2)} s, worst ${worst.toFixed(2)} s of ${rounds} (limit 1.5)`,
  );
}

async function withoutRedis(world: BenchWorld): Promise<void> {
  const order = (at: number) => ({
    token: world.tokens[at % world.tokens.length] ?? '',
    body: JSON.stringify({ template: 'bench.trivial', formats: ['csv'] }),
  });
  const measure = async (name: string): Promise<void> => {
    const { latencies, statuses } = await paced(`${world.url}/api/reports`, order, {
      perSecond: 100,
      seconds: 10,
    });
    const [median, late] = [quantile(latencies, 0.5), quantile(latencies, 0.99)];
    say(
      `accept, Redis ${name}: p50 ${median.toFixed(1)} ms, p99 ${late.toFixed(1)} ms; ${JSON.stringify(statuses)}`,
    );
  };
  await measure('up');
  await world.redis.kill();
  await measure('down (limit 100 ms)');
  await world.redis.restart();
}

async function main(rounds: number): Promise<void> {
  const world = await benchWorld({ logs: 0, accounts: 20 });
  try {
    await cancelled(world, rounds);
    await killed(world, rounds);
    await withoutRedis(world);
  } finally {
    await world.close();
  }
}

void main(Number(process.argv[2] ?? 20));
