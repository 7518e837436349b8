import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Say } from './say';

export interface FirstReport {
  path: string;
  bytes: number;
  /** From the request to the last byte on disk. */
  milliseconds: number;
}

const tokens = z.object({ accessToken: z.string() });
const report = z.object({
  id: z.string(),
  status: z.enum(['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED']),
  progress: z.object({ phase: z.string().nullable(), percent: z.number() }),
  error: z.object({ code: z.string(), detail: z.string().optional() }).nullish(),
  artefacts: z.array(
    z.object({ fileName: z.string(), bytes: z.number(), downloadUrl: z.string().nullish() }),
  ),
});
type Report = z.infer<typeof report>;

/** Asks for a report as any client would: sign in, request, watch, download through the signed link. */
export async function makeFirstReport(
  api: string,
  credentials: { email: string; password: string },
  folder: string,
  say: Say,
): Promise<FirstReport> {
  const { accessToken } = tokens.parse(await ask(`${api}/api/auth/signin`, { body: credentials }));
  const began = performance.now();
  const order = { template: 'nutrition.food-log', formats: ['xlsx'] };
  const accepted = report.parse(await ask(`${api}/api/reports`, { body: order, accessToken }));
  const finished = await follow(`${api}/api/reports/${accepted.id}`, accessToken, say);
  const [artefact] = finished.artefacts;
  if (finished.status !== 'COMPLETED' || artefact === undefined || !artefact.downloadUrl) {
    throw new Error(
      `the report ended as ${finished.status}${finished.error ? ` (${finished.error.code})` : ''}`,
    );
  }
  const path = join(folder, artefact.fileName);
  await download(new URL(artefact.downloadUrl, api), api, path);
  return { path, bytes: artefact.bytes, milliseconds: performance.now() - began };
}

async function follow(url: string, accessToken: string, say: Say): Promise<Report> {
  for (const deadline = Date.now() + 90_000; Date.now() < deadline; await wait(100)) {
    const seen = report.parse(await ask(url, { accessToken }));
    if (seen.status !== 'PENDING' && seen.status !== 'RUNNING') return seen;
    const { phase, percent } = seen.progress;
    say.progress(
      `Building nutrition.food-log: ${phase ?? seen.status.toLowerCase()} ${Math.round(percent)} %`,
    );
  }
  throw new Error('the report did not end within 90 s');
}

/** The link carries the public address, which need not lead here (a proxy, another machine): only its path counts. */
async function download(link: URL, api: string, path: string): Promise<void> {
  const answer = await fetch(new URL(`${link.pathname}${link.search}`, api));
  if (!answer.ok || answer.body === null) throw new Error(`the download answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(`${path}.part`));
  await rename(`${path}.part`, path);
}

interface Ask {
  body?: unknown;
  accessToken?: string;
}

async function ask(url: string, { body, accessToken }: Ask): Promise<unknown> {
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok)
    throw new Error(`${new URL(url).pathname} answered ${answer.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
