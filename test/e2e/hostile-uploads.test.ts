import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { ZipFile } from 'yazl';
import { memoryOf } from '../support/many-downloads';
import { spawnApp, type SpawnedApp } from '../support';
import type { Answer } from './client';
import { type House, openHouse, type Person } from './house';
import { problemIn } from './problem';

let house: House;
let worker: SpawnedApp;
let person: Person;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  worker = await spawnApp('worker', house.environment, { patienceMs: 90_000 });
  person = await house.newcomer();
}, 240_000);
afterAll(async () => {
  await worker.stop();
  await house.close();
});

const DOORS = ['/api/food-logs/import', '/data'] as const;
const MEGABYTE = 1_048_576;
/** Two hundred megabytes of nothing, in as many kilobytes. */
const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE), { level: 9 });

const HEAD = 'Content-Disposition: form-data; name="file"; filename="a.csv"';

function form(body: Buffer | string, head = HEAD): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    Buffer.concat([Buffer.from(`--x\r\n${head}\r\n\r\n`), Buffer.from(body), Buffer.from('\r\n--x--\r\n')]),
  );
}

function send(
  path: string,
  raw: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return person.ask('POST', path, {
    raw,
    headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
  });
}

interface Import {
  id: string;
  status: string;
  error?: { code: string };
}

async function ended(answer: Answer): Promise<Import> {
  expect([answer.status, answer.text.slice(0, 200)]).toEqual([202, expect.any(String)]);
  const { id } = answer.body as Import;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const found = (await person.get(`/api/imports/${id}`)).body as Import;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error('an import has not ended within a minute');
}

/** Runs the work. @returns bytes by which the process grew at most meanwhile */
async function growthOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  const before = memoryOf(pid);
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 20);
  try {
    await work();
  } finally {
    clearInterval(watch);
  }
  return Math.max(peak, memoryOf(pid)) - before;
}

describe('a bomb', () => {
  it('is never unpacked: as the body of a form, as a file in it, or as JSON', async () => {
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const archive = new ZipFile();
    archive.addBuffer(Buffer.alloc(200 * MEGABYTE), 'a.csv', { compress: true });
    archive.end();
    const zip = await buffer(archive.outputStream);
    const growth = await growthOf(house.api.pid, async () => {
      for (const door of DOORS) {
        for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip', 'x-gzip'])
          expect(problemIn(await send(door, form(bomb), { 'content-encoding': encoding }))).toMatchObject({
            status: 415,
          });
        for (const packed of [bomb, zip])
          expect(problemIn(await send(door, form(packed)))).toMatchObject({
            status: 415,
            code: 'not_a_csv',
          });
      }
      for (const door of ['/api/food-logs', '/api/reports', '/assignment/html']) {
        const answer = await person.ask('POST', door, {
          raw: new Uint8Array(bomb),
          headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        });
        expect([door, problemIn(answer).status]).toEqual([door, 415]);
      }
    });
    expect(growth).toBeLessThan(100 * MEGABYTE);
  });

  it('of one field or of columns without end fails alone, and the worker stays as it is', async () => {
    const rows = '2026-01-31,Apple,fruit\n'.repeat(1000);
    const cases: [string, string][] = [
      [`Date,Food,Category\n2026-01-31,${'x'.repeat(10 * MEGABYTE)},fruit\n`, 'record_too_long'],
      [`Date,Food,Category\n${rows}2026-01-31,"${'y\n'.repeat(5 * MEGABYTE)}`, 'record_too_long'],
      [`Date,Food,${Array.from({ length: 10_000 }, (_, at) => `c${at}`).join()}\n`, 'too_many_columns'],
      ['x'.repeat(10 * MEGABYTE), 'record_too_long'],
    ];
    await ended(await send(DOORS[0], form(`Date,Food,Category\n${rows}`)));
    const growth = await growthOf(worker.pid, async () => {
      for (const [content, code] of cases)
        expect([code, await ended(await send(DOORS[0], form(content)))]).toEqual([
          code,
          expect.objectContaining({ status: 'FAILED', error: expect.objectContaining({ code }) as object }),
        ]);
    });
    expect(growth).toBeLessThan(150 * MEGABYTE);
  });
});

describe('a form that is none', () => {
  const csv = 'Date,Food,Category\r\n2026-01-31,Apple,fruit';
  const whole = `--x\r\n${HEAD}\r\n\r\n${csv}\r\n--x--\r\n`;
  const cases: Record<string, [body: string, type?: string]> = {
    'without a boundary': [whole, 'multipart/form-data'],
    'with an empty boundary': [whole, 'multipart/form-data; boundary='],
    'with another boundary': [whole, 'multipart/form-data; boundary=other'],
    'with a boundary of 5,000 characters': [whole, `multipart/form-data; boundary=${'b'.repeat(5000)}`],
    'of another multipart type': [whole, 'multipart/mixed; boundary=x'],
    'that is empty': [''],
    'that is only its end': ['--x--\r\n'],
    'that never ends': [whole.replace('--x--', '')],
    'that ends within a boundary': [whole.slice(0, -6)],
    'whose part has no header': [`--x\r\n\r\n${csv}\r\n--x--\r\n`],
    'whose part has no name': [whole.replace('name="file"; ', '')],
    'whose header has no colon': [whole.replace('Content-Disposition:', 'Content-Disposition')],
    'whose header never ends': [`--x\r\nContent-Disposition: form-data; name="${'n'.repeat(200_000)}`],
    'with a deep name': [whole.replace('"file"', `"file${'[a]'.repeat(2000)}"`)],
    'that names a prototype': [whole.replace('"file"', '"__proto__"')],
    'that brings a text': [whole.replace('; filename="a.csv"', '')],
    'with two files': [whole.replace('--x--\r\n', '') + whole],
    'with a NUL in a header': [whole.replace('name="file"', 'name="fi\0le"')],
  };

  it.each(Object.entries(cases))('is refused %s, by the client’s fault', async (_, [body, type]) => {
    for (const door of DOORS) {
      const answer = await send(door, body, type === undefined ? {} : { 'content-type': type });
      // Several files are right at one of the doors, and a file by any name.
      if (door === '/data' && answer.status === 202) continue;
      expect([400, 413, 415, 422]).toContain(problemIn(answer).status);
    }
  });

  it('may have headers without end: no more are kept than a part needs', async () => {
    const growth = await growthOf(house.api.pid, async () => {
      for (const headers of [5000, 400_000]) {
        const answer = await send(DOORS[0], form(csv, `${HEAD}\r\n${'A: b\r\n'.repeat(headers).trimEnd()}`));
        expect([headers, answer.status < 500]).toEqual([headers, true]);
      }
    });
    expect(growth).toBeLessThan(50 * MEGABYTE);
  });

  it('leaves the doors open for the next one, under whatever file name', async () => {
    for (const name of ['../../etc/passwd', 'a\u202egnp.csv', '%00.csv', '', 'x'.repeat(5000), 'é.csv']) {
      const head = HEAD.replace('a.csv', name);
      const answer = await send(DOORS[0], form(csv, head));
      expect([name, answer.status < 500]).toEqual([name, true]);
    }
    expect((await ended(await send(DOORS[0], whole))).status).toBe('COMPLETED');
    expect(house.api.logs.filter((line) => line.includes('"log.level":"error"'))).toEqual([]);
  });
});
