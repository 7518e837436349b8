/**
 * The whole service on this machine: how long a small report takes, how quickly requests are accepted, how many trivial
 * reports go through one api and one worker, and what a report costs in processor time and statements.
 *
 *     node dist/test/bench/service.js [reports]
 */
import { openDatabase } from '@pressroom/entities';
import autocannon from 'autocannon';
import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { benchWorld, type BenchWorld, cpuSecondsOf, quantile, say } from './world';

interface Report {
  id: string;
  status: string;
  createdAt: string;
  startedAt: string;
  completedAt: string;
}

async function ask<Body>(world: BenchWorld, path: string, body?: unknown): Promise<Body> {
  const answer = await fetch(world.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

async function ended(world: BenchWorld, id: string): Promise<Report> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(4)) {
    const report = await ask<Report>(world, `/api/reports/${id}`);
    if (report.status !== 'PENDING' && report.status !== 'RUNNING') return report;
  }
  throw new Error(`report ${id} did not end`);
}

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

/** Accepting at 200 requests a second for ten seconds, while the worker builds what it can. */
async function accepting(world: BenchWorld): Promise<void> {
  const result = await autocannon({
    url: `${world.url}/api/reports`,
    method: 'POST',
    headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ template: 'nutrition.food-log', formats: ['json'], parameters: PAST }),
    connections: 20,
    overallRate: 200,
    duration: 10,
  });
  say(
    `POST at 200/s: p50 ${result.latency.p50} ms, p99 ${result.latency.p99} ms, ${result['2xx']} accepted, ${result.non2xx} refused`,
  );
}

/** A period without entries: everything but reading, layout and drawing. */
const PAST = { from: '2001-01-01', to: '2001-01-02' };

async function throughput(world: BenchWorld, count: number): Promise<void> {
  const system = new pg.Client({ connectionString: world.databaseUrl, options: '-c app.scope=system' });
  await system.connect();
  const left = async (): Promise<number> => {
    const { rows } = await system.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM reports WHERE status IN ('PENDING', 'RUNNING')`,
    );
    return rows[0]?.n ?? 0;
  };
  while ((await left()) > 0) await wait(200);
  const cpu = [world.api.pid, world.worker.pid].map(cpuSecondsOf);
  const began = performance.now();
  const body = { template: 'nutrition.food-log', formats: ['csv'], parameters: PAST };
  for (let sent = 0; sent < count; sent += 20) {
    await Promise.all(Array.from({ length: 20 }, () => ask(world, '/api/reports', body)));
  }
  while ((await left()) > 0) await wait(50);
  const seconds = (performance.now() - began) / 1000;
  const used = [world.api.pid, world.worker.pid].map(
    (pid, at) => ((cpuSecondsOf(pid) - (cpu[at] ?? 0)) * 1000) / count,
  );
  await system.end();
  say(
    `trivial reports: ${(count / seconds).toFixed(0)} a second through one api and one worker; ` +
      `CPU a report: api ${ms(used[0] ?? 0)}, worker ${ms(used[1] ?? 0)}`,
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

async function main(count: number): Promise<void> {
  const world = await benchWorld(5000);
  try {
    await smallReports(world, 'xlsx', count);
    await smallReports(world, 'json', count);
    await wall(world);
    await throughput(world, 20 * count);
    await accepting(world);
  } finally {
    await world.close();
  }
}

void main(Number(process.argv[2] ?? 50));
