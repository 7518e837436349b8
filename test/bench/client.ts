import { setTimeout as wait } from 'node:timers/promises';
import type { BenchWorld } from './world';

export interface Report {
  id: string;
  status: string;
  attempts: number;
  createdAt: string;
  startedAt: string;
  completedAt: string;
}

/** @throws when the answer is no success */
export async function ask<Body>(
  { url, token }: Pick<BenchWorld, 'url' | 'token'>,
  path: string,
  body?: unknown,
): Promise<Body> {
  const answer = await fetch(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
}

/** Looks every 4 ms. @throws when it has not ended after a minute */
export async function ended(world: Pick<BenchWorld, 'url' | 'token'>, id: string): Promise<Report> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(4)) {
    const report = await ask<Report>(world, `/api/reports/${id}`);
    if (report.status !== 'PENDING' && report.status !== 'RUNNING') return report;
  }
  throw new Error(`report ${id} did not end`);
}
