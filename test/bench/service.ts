/**
 * The whole service on this machine: how long a small report takes, how quickly requests are accepted, how many trivial
 * reports go through one api and one worker, and what a report costs in processor time and statements.
 *
 *     node dist/test/bench/service.js [reports]
 */
import { openDatabase } from '@pressroom/entities';
import { ask, ended, type Report } from './client';
import { paced } from './paced';
import { throughput } from './throughput';
import { benchWorld, type BenchSize, type BenchWorld, quantile, say } from './world';

const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** POST to COMPLETED as a client sees it, one after the other. */
async function smallReports(world: BenchWorld, format: string, count: number): Promise<void> {
  const body = { template: 'nutrition.food-log', formats: [format] };
  const whole: number[] = [];
  const waited: number[] = [];
  for (let at = -10; at < count; at += 1) {
    const began = performance.now();
    const { id } = await ask<Report>(world, '/api/reports', body);
    const report = await ended(world, id);
    if (report.status !== 'COMPLETED') throw new Error(JSON.stringify(report));
    if (at < 0) continue;
    whole.push(performance.now() - began);
    waited.push(Date.parse(report.startedAt) - Date.parse(report.createdAt));
  }
  say(
    `small report (${format}): median ${ms(quantile(whole, 0.5))}, p95 ${ms(quantile(whole, 0.95))}; ` +
      `queue wait median ${ms(quantile(waited, 0.5))}, p95 ${ms(quantile(waited, 0.95))}`,
  );
}

const TRIVIAL = { template: 'bench.trivial', formats: ['csv'] };

/** Requests come evenly, 200 a second from twenty accounts. @param name what the worker does meanwhile */
async function accepting(world: BenchWorld, name: string): Promise<void> {
  const { latencies, statuses } = await paced(
    `${world.url}/api/reports`,
    (at) => ({ token: world.tokens[at % world.tokens.length] ?? '', body: JSON.stringify(TRIVIAL) }),
    { perSecond: 200, seconds: 10 },
  );
  say(
    `POST at 200/s, ${name}: p50 ${ms(quantile(latencies, 0.5))}, p99 ${ms(quantile(latencies, 0.99))} (limit 50 ms); ` +
      `answers ${JSON.stringify(statuses)}`,
  );
}

/** What row-level security costs a request: the same read with and without naming the account to the database. */
async function wall(world: BenchWorld): Promise<void> {
  const database = await openDatabase({
    url: world.databaseUrl,
    name: 'bench',
    accountConnections: 1,
    systemConnections: 1,
  });
  const sql = 'SELECT id FROM food_logs WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 50';
  const time = async (work: () => Promise<unknown>): Promise<number> => {
    const each: number[] = [];
    for (let at = 0; at < 2000; at += 1) {
      const began = performance.now();
      await work();
      each.push(performance.now() - began);
    }
    return quantile(each, 0.5);
  };
  const behind = await time(() =>
    database.inAccount(world.accountId, (tx) => tx.query(sql, [world.accountId])),
  );
  const plain = await time(() => database.system(sql, [world.accountId]));
  await database.close();
  say(`row-level security: ${ms(behind)} behind the wall (three round trips), ${ms(plain)} plain (one)`);
}

async function inWorld(size: BenchSize, work: (world: BenchWorld) => Promise<void>): Promise<void> {
  const world = await benchWorld(size);
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

async function main(count: number): Promise<void> {
  await inWorld({ logs: 5000, accounts: 20 }, async (world) => {
    await smallReports(world, 'xlsx', count);
    await smallReports(world, 'json', count);
    await wall(world);
    const trivial = (name: string, times: number): Promise<void> =>
      throughput(world, {
        name: `trivial reports, ${name}`,
        count: times,
        path: '/api/reports',
        body: TRIVIAL,
      });
    await trivial('the first thousand', 20 * count);
    await trivial('warming up', 80 * count);
    await trivial('warm', 40 * count);
    await accepting(world, 'worker building all it can');
    process.kill(world.worker.pid, 'SIGSTOP');
    await accepting(world, 'worker at rest');
    process.kill(world.worker.pid, 'SIGCONT');
  });
}

void main(Number(process.argv[2] ?? 50));
