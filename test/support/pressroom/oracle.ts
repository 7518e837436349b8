import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from './client';
import { readHistory, type Change } from './history';
import type { Pressroom } from './world';

interface Row {
  id: string;
  status: string;
  attempts: number;
  maxAttempts: number;
  formats: string[];
  errorCode: string | null;
  artefacts: { format: string; fileKey: string; bytes: number; sha256: string }[] | null;
}

export interface OracleOptions {
  /** Their links are followed. */
  clients?: readonly Client[];
  /** Links followed for each client at most; 20 by default. */
  links?: number;
  /** False when nothing may have been left over, not even what a killed worker leaves for the collector. */
  leftovers?: boolean;
}

export interface Verdict {
  /** What is not as promised; empty when all is well. */
  violations: string[];
  /** Reports by status. */
  counts: Record<string, number>;
}

const NEXT: Readonly<Record<string, readonly string[]>> = {
  PENDING: ['RUNNING', 'CANCELLED', 'FAILED'],
  RUNNING: ['PENDING', 'COMPLETED', 'FAILED', 'CANCELLED'],
  COMPLETED: ['EXPIRED'],
};

/**
 * Checks the promises on a world at rest: every accepted report has ended, was published once, within its attempts and
 * by legal steps; rows and files agree to the byte; links give what the rows say.
 */
export async function oracle(world: Pressroom, options: OracleOptions = {}): Promise<Verdict> {
  const rows = await world.sql<Row>(
    `SELECT r.id, r.status, r.attempts, r.max_attempts AS "maxAttempts", r.formats, r.error_code AS "errorCode",
        (SELECT json_agg(json_build_object('format', a.format, 'fileKey', a.file_key, 'bytes', a.bytes, 'sha256', a.sha256))
           FROM artefacts a WHERE a.report_id = r.id) AS artefacts FROM reports r`,
  );
  const history = await readHistory(world.adminUrl);
  const violations = [
    ...rows.flatMap(endedWell),
    ...legalSteps(history, new Set(rows.map(({ id }) => id))),
    ...(await filesAgree(world.files, rows, options.leftovers ?? true)),
    ...(await linksGiveFiles(options.clients ?? [], options.links ?? 20)),
  ];
  const counts: Record<string, number> = {};
  for (const { status } of rows) counts[status] = (counts[status] ?? 0) + 1;
  return { violations, counts };
}

function endedWell({ id, status, attempts, maxAttempts, formats, artefacts }: Row): string[] {
  const faults: string[] = [];
  if (status === 'PENDING' || status === 'RUNNING') faults.push(`${id} is still ${status}`);
  if (attempts > maxAttempts || attempts < 0) faults.push(`${id} had ${attempts} of ${maxAttempts} attempts`);
  const made = (artefacts ?? []).map(({ format }) => format).sort();
  const wanted = status === 'COMPLETED' ? [...formats].sort() : [];
  if (made.join() !== wanted.join()) faults.push(`${id} is ${status} with artefacts [${made.join()}]`);
  return faults;
}

function legalSteps(history: readonly Change[], existing: ReadonlySet<string>): string[] {
  const faults: string[] = [];
  const last = new Map<string, Change>();
  for (const change of history) {
    const before = last.get(change.id);
    last.set(change.id, change);
    if (before === undefined) {
      if (change.became !== 'PENDING') faults.push(`${change.id} began as ${change.became}`);
      continue;
    }
    if (change.became === null) continue;
    if (before.became !== change.was || NEXT[change.was ?? '']?.includes(change.became) !== true)
      faults.push(`${change.id} went from ${before.became} (${change.was}) to ${change.became}`);
    if (change.claimNo < before.claimNo) faults.push(`${change.id}: claim_no fell`);
    if (change.updatedAt <= before.updatedAt) faults.push(`${change.id}: updated_at did not rise`);
  }
  for (const [id, { became }] of last)
    if (became !== null && !existing.has(id)) faults.push(`${id} vanished while ${became}`);
  return faults;
}

/** Every named file is there, whole and unchanged; what is there besides belongs to executions that were cut off. */
async function filesAgree(root: string, rows: readonly Row[], leftovers: boolean): Promise<string[]> {
  const faults: string[] = [];
  const named = new Set<string>();
  for (const { id, artefacts } of rows) {
    for (const { fileKey, bytes, sha256 } of artefacts ?? []) {
      named.add(fileKey);
      const path = join(root, fileKey);
      if (!existsSync(path)) faults.push(`${id}: ${fileKey} is missing`);
      else if (statSync(path).size !== bytes) faults.push(`${id}: ${fileKey} has another size`);
      else if ((await digest(path)) !== sha256) faults.push(`${id}: ${fileKey} has other bytes`);
    }
  }
  const extra = filesBelow(root).filter((key) => !named.has(key));
  if (!leftovers) faults.push(...extra.map((key) => `${key} is left over`));
  return faults;
}

async function linksGiveFiles(clients: readonly Client[], most: number): Promise<string[]> {
  const faults: string[] = [];
  for (const client of clients) {
    const page = await client.ask<{ data: { id: string }[] }>(`/api/reports?status=COMPLETED&limit=${most}`);
    for (const { id } of page.body.data) {
      const { artefacts } = await client.read(id);
      if (artefacts.length === 0) faults.push(`${id} is COMPLETED without links`);
      for (const { downloadUrl, sha256, format } of artefacts) {
        const answer = await fetch(downloadUrl);
        const hash = createHash('sha256')
          .update(Buffer.from(await answer.arrayBuffer()))
          .digest('hex');
        if (answer.status !== 200 || hash !== sha256)
          faults.push(`${id}: the ${format} link answered ${answer.status} with other bytes`);
      }
    }
  }
  return faults;
}

/** Keys of all files below a folder, unfinished ones too. */
export function filesBelow(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
