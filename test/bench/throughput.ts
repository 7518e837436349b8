import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { ask } from './client';
import { type BenchWorld, cpuSecondsOf, say } from './world';

export interface Load {
  /** What is measured, and how warm the processes are: they compile what they run often, over their first thousands. */
  name: string;
  count: number;
  path: string;
  body: unknown;
}

/**
 * Every account asks for one report after the other, all accounts at a time; then the rest is waited for. Nobody looks
 * after a report meanwhile: what looking costs is not what is asked here.
 */
export async function throughput(world: BenchWorld, { name, count, path, body }: Load): Promise<void> {
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
  for (let sent = 0; sent < count; sent += world.tokens.length) {
    await Promise.all(world.tokens.map((token) => ask({ url: world.url, token }, path, body)));
  }
  while ((await left()) > 0) await wait(50);
  const seconds = (performance.now() - began) / 1000;
  const [api = 0, worker = 0] = [world.api.pid, world.worker.pid].map(
    (pid, at) => ((cpuSecondsOf(pid) - (cpu[at] ?? 0)) * 1000) / count,
  );
  await system.end();
  say(
    `${name}: ${(count / seconds).toFixed(0)} a second through one api and one worker; ` +
      `CPU a report: api ${api.toFixed(1)} ms, worker ${worker.toFixed(1)} ms`,
  );
}
