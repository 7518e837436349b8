import { setTimeout as wait } from 'node:timers/promises';
import { loadConfig } from '@pressroom/config';
import { newId } from '@pressroom/kernel';
import { DownloadSigner } from '@pressroom/signing';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, linkSync, mkdirSync, readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface BigReports {
  environment: Record<string, string>;
  /** For a superuser: behind the walls. */
  adminUrl: string;
  /** Finished reports to make, four an account. */
  reports: number;
  /** Of the one file that each of them names. */
  bytes: number;
}

const AN_ACCOUNT = 4;
const PIECE = randomBytes(1_048_576);

/** Finished reports of one large file, which lies on the disk once. @returns paths of signed links, one a report */
export async function bigReports({ environment, adminUrl, reports, bytes }: BigReports): Promise<string[]> {
  const folder = fileURLToPath(environment['STORAGE_URL'] ?? '');
  const [first, sha256] = [join(folder, 'big', newId()), createHash('sha256')];
  mkdirSync(dirname(first), { recursive: true });
  await pipeline(
    Readable.from(pieces(bytes, (piece) => sha256.update(piece))),
    createWriteStream(first, { mode: 0o600 }),
  );
  const digest = sha256.digest('hex');
  const signer = new DownloadSigner(loadConfig(environment).signing.keys);
  const admin = new pg.Client(adminUrl);
  await admin.connect();
  const links: string[] = [];
  let account = '';
  for (let at = 0; at < reports; at += 1) {
    if (at % AN_ACCOUNT === 0) account = await newAccount(admin);
    const report = newId();
    const key = `${account}/${report}/1-x/json.json`;
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    linkSync(first, join(folder, key));
    await newReport(admin, { account, report, key, bytes, digest });
    const { token } = signer.sign({ rid: report, fmt: 'json', ver: 1, ep: 0 }, new Date());
    links.push(`/api/reports/download/${token}`);
  }
  await admin.end();
  return links;
}

function* pieces(bytes: number, onPiece: (piece: Buffer) => void): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= PIECE.length) {
    const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
    onPiece(piece);
    yield piece;
  }
}

async function newAccount(admin: pg.Client): Promise<string> {
  const id = newId();
  await admin.query('INSERT INTO accounts (id) VALUES ($1)', [id]);
  return id;
}

interface BigReport {
  account: string;
  report: string;
  key: string;
  bytes: number;
  digest: string;
}

/** One statement, for a report without its file is refused. */
async function newReport(
  admin: pg.Client,
  { account, report, key, bytes, digest }: BigReport,
): Promise<void> {
  await admin.query(
    `WITH made AS (
       INSERT INTO reports (id, account_id, template, template_version, formats, parameters, context, queue, status,
           attempts, max_attempts, limit_seconds, claim_no, completed_at)
       VALUES ($1, $2, 'test.big', '1', '{json}', '{}', '{}', 'reports-batch', 'COMPLETED', 1, 4, 60, 1, app_now()))
     INSERT INTO artefacts (report_id, format, account_id, file_key, file_name, media_type, bytes, rows, sha256, claim_no)
     VALUES ($1, 'json', $2, $3, 'big.json', 'application/json', $4, 0, $5, 1)`,
    [report, account, key, bytes, digest],
  );
}

/** Bytes of memory that a process holds. */
export function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

export interface Drawn {
  statuses: number[];
  /** Bytes that came, in all. */
  bytes: number;
  /** Most memory that the server held meanwhile. */
  peak: number;
}

/** Begins all downloads, takes nothing until each is answered, then takes all to the end side by side. */
export async function drawAll(url: string, links: readonly string[], pid: number): Promise<Drawn> {
  let peak = memoryOf(pid);
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 20);
  try {
    const answers = await Promise.all(links.map((link) => begin(new URL(link, url))));
    peak = Math.max(peak, memoryOf(pid));
    const counts = await Promise.all(answers.map(lengthOf));
    return {
      statuses: answers.map(({ statusCode = 0 }) => statusCode),
      bytes: counts.reduce((sum, count) => sum + count, 0),
      peak,
    };
  } finally {
    clearInterval(watch);
  }
}

/** How often a client comes back to a service that is too busy to answer at once. */
const MOST_RETURNS = 20;

/** As a client does: a 503 says when to come back. */
async function begin(url: URL): Promise<IncomingMessage> {
  for (let left = MOST_RETURNS; ; left -= 1) {
    const answer = await beginOnce(url);
    const seconds = Number(answer.headers['retry-after']);
    if (answer.statusCode !== 503 || !(seconds > 0) || left === 0) return answer;
    answer.resume();
    await wait(seconds * 1000);
  }
}

function beginOnce(url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, resolve).on('error', reject);
  });
}

async function lengthOf(answer: IncomingMessage): Promise<number> {
  let count = 0;
  for await (const chunk of answer) count += (chunk as Buffer).length;
  return count;
}
