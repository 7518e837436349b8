import { createPool, openDatabase, type Database } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { LocalStore } from '@pressroom/storage';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { freshDatabase, tempFolder, type TestDatabase } from '../../../test/support';
import {
  ContentProbe,
  copyText,
  folderOf,
  ImportExecutions,
  type ImportKind,
  ImportProgress,
  ImportRun,
  Imports,
  refuse,
  type RunPoint,
} from './index';

/** Pairs of a key and a number; the later row of a key wins. */
const pairs: ImportKind = {
  name: 'test.pairs',
  columns: [
    { name: 'key', required: true },
    { name: 'value', required: true },
  ],
  staging: 'key text NOT NULL, value integer NOT NULL',
  open: () => ({
    stage: ([key = '', value = '']) =>
      /^\d{1,9}$/.test(value) ? `${copyText(key)}\t${value}` : refuse('value', 'must be a whole number'),
  }),
  apply: async (sql, { staging, rows }) => {
    const kept = await sql.write(
      `INSERT INTO test_pairs AS p SELECT DISTINCT ON (key) key, value FROM ${staging} ORDER BY key, line DESC
         ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE p.value <> excluded.value`,
    );
    return { kept, known: rows - kept };
  },
};
const notes: ImportKind = {
  ...pairs,
  name: 'test.notes',
  columns: [
    { name: 'note', required: true },
    { name: 'value', required: true },
  ],
};

let base: TestDatabase;
let database: Database;
let pool: pg.Pool;
let store: LocalStore;
let accountId: string;

beforeAll(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'imports test',
    accountConnections: 4,
    systemConnections: 4,
  });
  pool = createPool({ url: base.url, max: 4, name: 'imports test run', scope: 'system' });
  store = new LocalStore(tempFolder('store').path);
  await database.system('CREATE TABLE test_pairs (key text PRIMARY KEY, value integer NOT NULL)');
});
afterAll(async () => {
  await pool.end();
  await database.close();
  await base.drop();
});
beforeEach(async () => {
  accountId = newId();
  await database.system(`INSERT INTO accounts (id, email) VALUES ($1, $2)`, [
    accountId,
    `${accountId}@example.org`,
  ]);
  await database.system('TRUNCATE test_pairs');
});

const executions = () =>
  new ImportExecutions(database, { leaseSeconds: 20, backoffSeconds: [0], ringAgainSeconds: 5 });

async function uploaded(contents: readonly (string | Buffer)[]) {
  const id = newId();
  const files = [];
  for (const [at, content] of contents.entries()) {
    const bytes = Buffer.from(content as string);
    const probe = new ContentProbe();
    probe.feed(bytes);
    const key = `${folderOf(accountId, id)}/upload-${at + 1}.csv`;
    const draft = await store.create(key);
    await pipeline(Readable.from([bytes]), draft.sink);
    files.push({ name: `${at + 1}.csv`, key, ...(await draft.commit()), encoding: probe.end() });
  }
  const imports = new Imports(database, { openQuota: 50, maxAttempts: 3 });
  const kinds = [pairs.name, notes.name];
  await imports.accept({ id, accountId, kinds, options: {}, files, traceparent: null });
  return { id, view: () => imports.read(accountId, id) };
}

function runner(onPoint: (point: RunPoint) => void = () => undefined) {
  return new ImportRun({
    pool,
    store,
    kinds: new Map([pairs, notes].map((kind) => [kind.name, kind])),
    settings: { refusedShare: 0.25, limitMs: 30_000, recordLength: 100_000, columns: 100 },
    onPoint,
  });
}

async function claimed(id: string, claimNo = 0) {
  const claim = await executions().claim(id, claimNo, newId(), 'test');
  if (claim === null) throw new Error('not claimed');
  return claim;
}

async function run(...contents: (string | Buffer)[]) {
  const { id, view } = await uploaded(contents);
  const outcome = await runner().run(await claimed(id), new AbortController().signal);
  return { outcome, view };
}

const table = async () =>
  (await database.system<{ key: string; value: number }>('SELECT * FROM test_pairs ORDER BY key')).rows.map(
    ({ key, value }) => `${key}=${value}`,
  );

const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('an execution of an import', () => {
  it('keeps, knows and refuses rows, and completes the row in the same breath', async () => {
    const first = await run('key,value\na,1\nb,2\n"c\nd",3\ne,x\na,4\n\\N,5\n"\\t\t",6');
    expect(first.outcome).toMatchObject({
      outcome: 'completed',
      receipt: { rowsRead: 7, rowsKept: 5, rowsKnown: 1, rowsRefused: 1 },
    });
    expect(await table()).toEqual(['\\N=5', '\\t\t=6', 'a=4', 'b=2', 'c\nd=3']);
    expect(await first.view()).toMatchObject({ status: 'COMPLETED', receipt: { rowsRead: 7 } });
    const again = await run('key;value\r\na;4\r\nb;2\r\n');
    expect(again.outcome).toMatchObject({ receipt: { rowsKept: 0, rowsKnown: 2 } });
  });

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-16', utf16],
    ['Latin-1', (text: string) => Buffer.from(text, 'latin1')],
  ])('gives refused rows back byte by byte: %s', async (_, encode) => {
    const wrong = '"é ""x""",x';
    const { outcome } = await run(encode(`value,key\r\n1,a\r\n2,ö\r\n3,c\r\n4,d\r\n${wrong}\r\n`));
    if (outcome.outcome !== 'completed') throw new Error(JSON.stringify(outcome));
    const key = outcome.receipt.files[0]?.refusedKey ?? '';
    const bytes = await buffer((await store.open(key)).stream);
    expect(
      bytes.equals(encode(`value,key,_row,_column,_reason\n${wrong},6,value,must be a whole number\n`)),
    ).toBe(true);
    expect(await table()).toContain('ö=2');
  });

  it('refuses rows of another width, with U+0000 or with text after a quotation mark, and goes on', async () => {
    const { outcome } = await run(
      `key,value\n${Array.from({ length: 20 }, (_, at) => `k${at},1\n`).join('')}a\nb,1,2\nc\0,1\n"d"x,1\ne,1,,\n`,
    );
    expect(outcome).toMatchObject({ outcome: 'completed', receipt: { rowsKept: 21, rowsRefused: 4 } });
  });

  it('applies several files together or none of them', async () => {
    const { outcome } = await run('key,value\na,1\n', 'note,value\nb,2\n');
    expect(outcome).toMatchObject({
      receipt: { rowsKept: 2, files: [{ kind: 'test.pairs' }, { kind: 'test.notes' }] },
    });
    const broken = await run('key,value\nc,3\n', 'note,value\nd,x\n');
    expect(broken.outcome).toMatchObject({
      outcome: 'failed',
      code: 'too_many_refused',
      message: expect.stringContaining('2.csv: 1 of 1 rows are wrong') as string,
    });
    const unknown = await run('key,value\nc,3\n', 'what,ever\n');
    expect(unknown.outcome).toMatchObject({
      code: 'header_not_recognised',
      message: expect.stringMatching(/^2\.csv: /) as string,
    });
    expect(await table()).toEqual(['a=1', 'b=2']);
  });

  it("changes nothing when its lease is somebody else's by then", async () => {
    const { id, view } = await uploaded(['key,value\na,1\n']);
    const claim = await claimed(id);
    const late = runner((point) => {
      if (point === 'mid_import') return;
    });
    await database.system(`UPDATE imports SET lease_until = app_now() - interval '1 s' WHERE id = $1`, [id]);
    expect(await executions().rescueLost()).toEqual([{ id, status: 'PENDING' }]);
    const next = await claimed(id, claim.claimNo);
    expect(await late.run(claim, new AbortController().signal)).toEqual({ outcome: 'fenced' });
    expect(await table()).toEqual([]);
    expect(await runner().run(next, new AbortController().signal)).toMatchObject({ outcome: 'completed' });
    expect(await table()).toEqual(['a=1']);
    expect((await view()).attempts).toBe(2);
  });

  it('says how far it is, to whoever holds the lease', async () => {
    const text = `key,value\n${Array.from({ length: 20_000 }, (_, at) => `k${at},1\n`).join('')}`;
    const { id, view } = await uploaded([text]);
    const claim = await claimed(id);
    const progress = new ImportProgress(claim.files);
    const seen: [string, number][] = [];
    const watched = runner(() => seen.push([progress.now.phase, progress.now.done]));
    expect(await executions().beat(claim.leaseToken, { ...progress.now, done: 7 })).toBe(true);
    expect(await view()).toMatchObject({ status: 'RUNNING', phase: 'survey', done: 7, total: text.length });
    await watched.run(claim, new AbortController().signal, progress);
    const reading = seen.filter(([phase]) => phase === 'read').map(([, done]) => done);
    expect(reading.length).toBeGreaterThan(1);
    expect(reading).toEqual([...reading].sort((one, other) => one - other));
    expect(seen.at(-1)).toEqual(['apply', text.length]);
    expect(await view()).toMatchObject({ phase: null, done: text.length, total: text.length });
    expect(await executions().beat(claim.leaseToken, progress.now)).toBe(false);
  });

  it('reaches other accounts only for a kind that says so, and only for an operator', async () => {
    const everyone: ImportKind = {
      ...pairs,
      fit: ({ wide }) =>
        wide === undefined
          ? pairs
          : {
              ...pairs,
              reach: 'everyone',
              apply: async (sql) => {
                const rows = await sql.query<{ count: number }>('SELECT count(*)::int AS count FROM imports');
                return { kept: rows[0]?.count ?? 0, known: 0 };
              },
            },
    };
    const wide = new ImportRun({
      ...{ pool, store, onPoint: () => undefined },
      kinds: new Map([everyone, notes].map((kind) => [kind.name, kind])),
      settings: { refusedShare: 0.25, limitMs: 30_000, recordLength: 100_000, columns: 100 },
    });
    const again = async () => {
      const { id } = await uploaded(['key,value\na,1\n']);
      const claim = { ...(await claimed(id)), options: { wide: 'yes' } };
      return wide.run(claim, new AbortController().signal);
    };
    const refused = await again();
    expect(refused).toMatchObject({ outcome: 'failed', code: 'role_required' });
    await database.system(`UPDATE accounts SET role = 'operator' WHERE id = $1`, [accountId]);
    const others = (await database.system<{ count: number }>('SELECT count(*)::int AS count FROM imports'))
      .rows;
    expect(await again()).toMatchObject({
      outcome: 'completed',
      receipt: { rowsKept: (others[0]?.count ?? 0) + 1 },
    });
  });

  it('changes nothing when it is stopped between staging and switch', async () => {
    const { id } = await uploaded(['key,value\na,1\n']);
    const claim = await claimed(id);
    const stop = new AbortController();
    const stopped = runner((point) => {
      if (point === 'before_switch') stop.abort(new Error('enough'));
    });
    await expect(stopped.run(claim, stop.signal)).rejects.toThrow('enough');
    expect(await table()).toEqual([]);
    expect(await executions().release(claim, { kind: 'drained' })).toBe('PENDING');
    expect(
      await runner()
        .run(await claimed(id, claim.claimNo), stop.signal)
        .catch(() => 'stopped'),
    ).toBe('stopped');
  });

  it('shares the table with another one of its kind without losing a row', async () => {
    const file = (value: number) =>
      `key,value\n${Array.from({ length: 2000 }, (_, at) => `k${at},${value}\n`).join('')}`;
    const both = await Promise.all([run(file(1)), run(file(1)), run(file(1))]);
    const kept = both.map(({ outcome }) => (outcome.outcome === 'completed' ? outcome.receipt.rowsKept : -1));
    expect(kept.sort((one, other) => one - other)).toEqual([0, 0, 2000]);
  });
});
