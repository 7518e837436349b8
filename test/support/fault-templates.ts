import type { CellValue, ReportDocument } from '@pressroom/document';
import type { Snapshot } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { crashPoint } from '@pressroom/platform';
import { blockingDisk, type Disk } from '@pressroom/storage';
import { defineTemplate, type Template, type TemplateLimits } from '@pressroom/templates';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread } from 'node:worker_threads';
import { z } from 'zod';

/** Templates that misbehave on order. Loaded into api and worker by TEST_TEMPLATES, in the test stage alone. */
export abstract class FaultSource {
  abstract readonly snapshot: Snapshot;
}
export const source = FaultSource;
export const read = (snapshot: unknown): FaultSource => ({ snapshot: snapshot as Snapshot });

const FORMATS = ['xlsx', 'pdf', 'html', 'csv', 'json'] as const;

const parameters = z.strictObject({
  /** Names the report in the journal. */
  tag: z.string().max(100).default(''),
  /** File that each execution adds a line to: the only witness that outlives a killed process. */
  journal: z.string().optional(),
  /** Rows of the table. */
  rows: z.int().min(0).default(3),
  /** Milliseconds between rows, or of the misbehaviour itself. */
  ms: z.int().min(0).default(0),
  /** How many executions fail before one works. */
  times: z.int().min(0).default(1_000_000),
  kind: z.string().default(''),
});
type Parameters = z.output<typeof parameters>;

/** Executions so far of this report, this one included, by its journal. */
function journalled({ journal, tag }: Parameters): number {
  if (journal === undefined) return 1;
  appendFileSync(journal, `${tag} ${process.pid} ${Date.now()}\n`);
  if (!existsSync(journal)) return 1;
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(`${tag} `)).length;
}

function documentOf(name: string, asked: Parameters, rows: AsyncIterable<CellValue[][]>): ReportDocument {
  return {
    title: name,
    language: 'en',
    timeZone: 'UTC',
    asOf: new Date('2026-01-01T00:00:00Z'),
    facts: [{ label: 'Tag', value: asked.tag }],
    mainTable: 'rows',
    template: { name, version: '1' },
    sections: [
      {
        key: 'main',
        title: 'Main',
        blocks: [
          {
            kind: 'table',
            key: 'rows',
            title: 'Rows',
            tail: 'full',
            columns: [
              { key: 'n', title: 'No', format: { kind: 'integer' } },
              { key: 'text', title: 'Text', format: { kind: 'text' } },
            ],
            rows,
          },
        ],
      },
    ],
  };
}

async function* plainRows({ rows, ms }: Parameters): AsyncIterable<CellValue[][]> {
  for (let at = 0; at < rows; at += 1) {
    if (ms > 0) await sleep(ms);
    yield [[at, `row ${at}`]];
  }
}

type Misbehave = (asked: Parameters, source: FaultSource, execution: number) => unknown;

/** A template that misbehaves while it reads, and then makes an ordinary small document. */
function template(
  name: string,
  misbehave: Misbehave,
  rowsOf: (asked: Parameters, source: FaultSource) => AsyncIterable<CellValue[][]> = plainRows,
  limits: TemplateLimits = {},
): Template {
  return defineTemplate({
    name: `test.${name}`,
    version: '1',
    title: name,
    description: name,
    formats: FORMATS,
    parameters,
    limits,
    source: FaultSource,
    read: async (bound: FaultSource, asked: Parameters) => {
      await misbehave(asked, bound, journalled(asked));
      return bound;
    },
    layout: (bound, asked) => documentOf(`test.${name}`, asked, rowsOf(asked, bound)),
  });
}

const nothing: Misbehave = () => undefined;

function spin(): never {
  for (;;) Math.sqrt(2);
}

function heapBomb(): never {
  const held: unknown[] = [];
  // Pieces of a size that fills the heap in a second; the collector walks small ones again and again.
  for (;;) held.push(new Array(10_000).fill(held.length));
}

/** Buffers lie outside the heap, where a thread's limits do not reach. @param ms pause between 64 MB pieces */
async function bufferBomb({ ms }: Parameters): Promise<void> {
  const held: Buffer[] = [];
  for (;;) {
    held.push(Buffer.alloc(67_108_864, held.length + 1));
    await sleep(ms);
  }
}

/** What libraries throw, whatever the types say. */
function throwing(value: unknown): () => never {
  return () => {
    throw value as Error;
  };
}

const ODD: Readonly<Record<string, () => unknown>> = {
  error: throwing(new Error('secret /etc/path SELECT 1')),
  string: throwing('a string'),
  null: throwing(null),
  undefined: throwing(undefined),
  exit: () => process.exit(1),
  unhandled: async () => {
    void Promise.reject(new Error('nobody listens'));
    await sleep(200);
  },
  permanent: throwing(new DomainError('invalid', 'bad_data', { detail: 'the data make no sense' })),
  /** Its thread dies a moment after the build, when nobody uses it. */
  late: () => void setTimeout(() => process.exit(1), 100),
  broken: throwing(new DomainError('broken', 'own_code', { detail: 'safe words' })),
};

const odd: Misbehave = ({ kind, times }, _source, execution) =>
  execution <= times ? ODD[kind]?.() : undefined;

async function* foodLogRows({ ms }: Parameters, { snapshot }: FaultSource): AsyncIterable<CellValue[][]> {
  for await (const batch of snapshot.cursor('SELECT 1, food_name FROM food_logs ORDER BY id', [], 10)) {
    await sleep(ms);
    yield batch as CellValue[][];
  }
}

/** Memory takes a while to fill on a busy machine: it must run out before time does. */
const SLOW: TemplateLimits = { seconds: 60 };

export const templates: readonly Template[] = [
  template('plain', nothing),
  // It takes all the time that it is given.
  template('spin', spin, plainRows, { seconds: 2 }),
  template('heap', heapBomb, plainRows, SLOW),
  template('buffers', bufferBomb, plainRows, SLOW),
  template('odd', odd),
  template('poison', () => process.kill(process.pid, 'SIGKILL')),
  template('poison-once', (_asked, _source, execution) => {
    if (execution === 1) process.kill(process.pid, 'SIGKILL');
  }),
  template('query', ({ ms }, { snapshot }) => snapshot.query('SELECT pg_sleep($1)', [ms / 1000])),
  template('short-query', async ({ ms }, { snapshot }) => {
    await snapshot.query(`SET LOCAL statement_timeout = ${ms}`);
    await snapshot.query('SELECT pg_sleep(300)');
  }),
  template('foods', nothing, foodLogRows),
];

/**
 * The system's disk, with faults on order: the file DISK_ORDERS holds lines such as `sync EIO 2` (operation, error code,
 * how many times), and each failure takes one from its line. Between fsync and rename lies a crash point.
 */
export const disk: Disk = {
  ...blockingDisk,
  async create(path, flags, mode) {
    fault('create');
    const file = await blockingDisk.create(path, flags, mode);
    return {
      write: async (chunks) => {
        fault('write');
        await file.write(chunks);
      },
      sync: async () => {
        fault('sync');
        await file.sync();
      },
      close: () => file.close(),
    };
  },
  async rename(from, to) {
    crashPoint('after_fsync');
    fault('rename');
    await blockingDisk.rename(from, to);
  },
  async syncFolder(path) {
    fault('syncFolder');
    await blockingDisk.syncFolder(path);
  },
};

function fault(operation: string): void {
  const path = process.env['DISK_ORDERS'];
  if (path === undefined || !existsSync(path)) return;
  const orders = readFileSync(path, 'utf8').split('\n');
  const at = orders.findIndex((line) => line.startsWith(`${operation} `));
  const [, code = '', times = '0'] = orders[at]?.split(' ') ?? [];
  if (Number(times) <= 0) return;
  orders[at] = `${operation} ${code} ${Number(times) - 1}`;
  writeFileSync(path, orders.join('\n'));
  throw Object.assign(new Error(`${code}: ordered by the test`), { code });
}

/** SIGUSR2 blocks the main thread's loop for five seconds, as a long synchronous call would. */
if (isMainThread) {
  process.on('SIGUSR2', () => {
    for (const end = Date.now() + 5000; Date.now() < end;) Math.sqrt(2);
  });
}
