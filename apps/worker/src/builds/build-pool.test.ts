import { createLogger } from '@pressroom/platform';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BuildPool } from './build-pool';
import type { BuildOrder } from './messages';

// A thread that answers at once and names itself, so that a change of threads is seen.
const SCRIPT = `
const { parentPort, threadId } = require('node:worker_threads');
parentPort.on('message', ({ kind, order }) => {
  if (kind !== 'build') return;
  if (order.template === 'dies') process.exit(1);
  parentPort.postMessage({ kind: 'built', artefacts: [{ fileKey: String(threadId) }], timings: {} });
});
parentPort.postMessage({ kind: 'ready' });
`;

const folder = mkdtempSync(join(tmpdir(), 'pool-'));
const script = join(folder, 'thread.js');
const calls = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  cancelBackend: () => Promise.resolve(),
};

function poolOf(slots: number, buildsPerThread: number): BuildPool {
  writeFileSync(script, SCRIPT);
  const thread = {
    ...{ databaseUrl: '', storageUrl: '', artefactLimitBytes: 1e9 },
    ...{ crashPoints: [], testTemplates: null },
  };
  const logger = createLogger({ service: 'pressroom-worker', level: 'silent' });
  return new BuildPool({ slots, buildsPerThread, heapMb: 64, script, thread }, logger);
}

async function build(pool: BuildPool, template = 'any'): Promise<string> {
  const slot = await pool.acquire();
  if (slot === null) throw new Error('the pool is closed');
  try {
    const { artefacts } = await slot.run({ template } as BuildOrder, calls);
    return artefacts[0]?.fileKey ?? '';
  } finally {
    slot.release();
  }
}

describe('the pool of build threads', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('keeps a thread for its builds and replaces it without a pause', async () => {
    const pool = poolOf(1, 3);
    await pool.open();
    const threads: string[] = [];
    for (let at = 0; at < 12; at += 1) {
      threads.push(await build(pool));
      await wait(60);
    }
    expect(new Set(threads.slice(0, 3)).size).toBe(1);
    expect(new Set(threads).size).toBeGreaterThan(1);
    expect(pool.free).toBe(1);
    await pool.close();
  });

  it('makes up for a thread that died', async () => {
    const pool = poolOf(2, 1000);
    await pool.open();
    await expect(build(pool, 'dies')).rejects.toThrow();
    expect(await build(pool)).not.toBe('');
    for (const deadline = Date.now() + 10_000; pool.free < 2 && Date.now() < deadline;) await wait(20);
    expect(pool.free).toBe(2);
    await pool.close();
  });

  it('sends those away that wait when it closes', async () => {
    const pool = poolOf(1, 1000);
    await pool.open();
    const slot = await pool.acquire();
    const waiting = pool.acquire();
    pool.refuse();
    expect(await waiting).toBeNull();
    slot?.release();
    await pool.close();
  });
});
