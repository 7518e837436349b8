import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { spawnApp } from '../support';
import type { Answer } from './client';
import { type House, openHouse, type Person } from './house';
import { pointersIn, problemIn } from './problem';

let house: House;
beforeAll(async () => {
  house = await openHouse({ environment: { UPLOAD_LIMIT_BYTES: '3000000' } });
}, 180_000);
afterAll(() => house.close());

interface Import {
  id: string;
  status: string;
  error?: { code: string; message: string };
  receipt?: {
    rowsRead: number;
    rowsKept: number;
    rowsKnown: number;
    rowsRefused: number;
    refusedUrl?: string;
    notes: string[];
  };
}

const HEADER = 'Date,User_ID,Food_Item,Category,Calories (kcal),Protein (g),Meal_Type,Water_Intake (ml)';
const row = (at: number, more = '') =>
  `${1 + (at % 12)}/${13 + (at % 15)}/2024,${at},Food ${at},Meat,${100 + at},1.5,Lunch,250${more}`;
const diary = (rows: number) => [HEADER, ...Array.from({ length: rows }, (_, at) => row(at))].join('\n');

function upload(
  person: Person,
  content: string | Uint8Array<ArrayBuffer>,
  { name = 'diary.csv', field = 'file', query = '', headers = {} } = {},
): Promise<Answer> {
  const form = new FormData();
  form.append(field, new Blob([content]), name);
  return fetch(new URL(`/api/food-logs/import${query}`, house.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token ?? ''}`, ...headers },
    body: form,
  }).then(async (answer) => {
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString('utf8');
    return { status: answer.status, headers: answer.headers, bytes, text, body: JSON.parse(text) as unknown };
  });
}

async function settled(person: Person, id: string): Promise<Import> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const answer = await person.get(`/api/imports/${id}`);
    const found = answer.body as Import;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error(`import ${id} has not ended within a minute`);
}

async function imported(
  person: Person,
  content: string | Uint8Array<ArrayBuffer>,
  query = '',
): Promise<Import> {
  const answer = await upload(person, content, { query });
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([202, expect.any(String)]);
  return settled(person, (answer.body as Import).id);
}

async function countOf(person: Person): Promise<number> {
  let count = 0;
  for (let cursor = ''; ;) {
    const answer = await person.get(`/api/food-logs?limit=200${cursor}`);
    const page = answer.body as { data: unknown[]; nextCursor: string | null };
    count += page.data.length;
    if (page.nextCursor === null) return count;
    cursor = `&cursor=${page.nextCursor}`;
  }
}

describe('an imported diary', () => {
  it('is answered at once, becomes food logs, and says what it left out', async () => {
    const person = await house.newcomer();
    const answer = await upload(person, diary(250));
    expect(answer.status).toBe(202);
    const { id, status } = answer.body as Import;
    expect(status).toBe('PENDING');
    expect(answer.headers.get('location')).toBe(`/api/imports/${id}`);
    const done = await settled(person, id);
    expect(done).toMatchObject({
      status: 'COMPLETED',
      receipt: { rowsRead: 250, rowsKept: 250, rowsKnown: 0, rowsRefused: 0 },
    });
    expect(done.receipt?.notes).toEqual([
      expect.stringContaining('every row belongs to the account'),
      '2 columns ignored: User_ID, Water_Intake (ml)',
      'dates are read as month/day/year',
    ]);
    const list = (await person.get('/api/food-logs?limit=1&from=2024-01-13&to=2024-01-13')).body as {
      data: object[];
    };
    expect(list.data[0]).toMatchObject({
      category: 'protein',
      mealType: 'lunch',
      source: 'import',
      proteinG: 1.5,
    });
    expect(await countOf(person)).toBe(250);
  });

  it('adds nothing the second time, also to a hand that repeats its key', async () => {
    const person = await house.newcomer();
    const twins = [HEADER, row(1), row(1), row(2)].join('\r\n');
    expect((await imported(person, twins)).receipt).toMatchObject({ rowsKept: 3, rowsKnown: 0 });
    expect((await imported(person, twins)).receipt).toMatchObject({ rowsKept: 0, rowsKnown: 3 });
    expect(await countOf(person)).toBe(3);
    const headers = { 'idempotency-key': 'once' };
    const [first, again] = [
      await upload(person, twins, { headers }),
      await upload(person, twins, { headers }),
    ];
    expect((again.body as Import).id).toBe((first.body as Import).id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await upload(person, diary(2), { headers })).status).toBe(422);
  });

  it('gives refused rows back as they came, for whoever holds the link', async () => {
    const person = await house.newcomer();
    const wrong = `1/20/2024,9,"Say ""hm"", twice",Soap,1,1,Lunch,250`;
    const done = await imported(person, [diary(200), wrong, ''].join('\n'));
    expect(done).toMatchObject({
      status: 'COMPLETED',
      receipt: { rowsRead: 201, rowsKept: 200, rowsRefused: 1 },
    });
    const file = await house.stranger.get(new URL(done.receipt?.refusedUrl ?? '').pathname);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-disposition')).toContain('diary_refused.csv');
    expect(file.text).toBe(
      `${HEADER},_row,_column,_reason\n${wrong},202,Category,is not a category of food\n`,
    );
    const forged = new URL(done.receipt?.refusedUrl ?? '').pathname.slice(0, -2);
    expect((await house.stranger.get(`${forged}aa`)).status).toBe(404);
  });

  it('changes nothing when too many rows are wrong, and says which', async () => {
    const person = await house.newcomer();
    const done = await imported(person, [diary(99), row(1, ',x'), row(2, ',x')].join('\n'));
    expect(done).toMatchObject({
      status: 'FAILED',
      error: { code: 'too_many_refused' },
      receipt: { rowsRead: 101, rowsKept: 0, rowsRefused: 2, refusedUrl: expect.any(String) as string },
    });
    expect(await countOf(person)).toBe(0);
  });

  it('asks when dates can be read in two ways, and takes the answer', async () => {
    const person = await house.newcomer();
    const open = 'Date,Food,Category\n9/11/2024,Egg,Meats\n1/2/2024,Kale,VEGETABLES\n';
    expect(await imported(person, open)).toMatchObject({
      status: 'FAILED',
      error: { code: 'date_order_unknown', message: expect.stringContaining('?dateOrder=mdy') as string },
    });
    expect((await imported(person, open, '?dateOrder=dmy')).status).toBe('COMPLETED');
    const logs = (await person.get('/api/food-logs?from=2024-11-09&to=2024-11-09')).body as {
      data: object[];
    };
    expect(logs.data).toEqual([expect.objectContaining({ foodName: 'Egg', loggedOn: '2024-11-09' })]);
  });

  it('is read at its own door too, and not sent again while nothing changes', async () => {
    const person = await house.newcomer();
    const { id } = await imported(person, diary(3));
    const [here, there] = [
      await person.get(`/api/food-logs/import/${id}`),
      await person.get(`/api/imports/${id}`),
    ];
    expect([here.status, here.body]).toEqual([200, there.body]);
    expect(here.body).toMatchObject({ progress: { phase: null, percent: 100 } });
    const { done, total } = (here.body as { progress: { done: number; total: number } }).progress;
    expect([done, total]).toEqual([Buffer.byteLength(diary(3)), Buffer.byteLength(diary(3))]);
    const etag = here.headers.get('etag') ?? '';
    expect([etag, here.headers.get('cache-control')]).toEqual([
      expect.stringMatching(/^W\/"/),
      'private, no-cache',
    ]);
    const again = await person.get(`/api/food-logs/import/${id}`, { 'if-none-match': etag });
    // The tag also changes every 150 s, which may have been now.
    expect([again.status, again.text]).toEqual(again.status === 304 ? [304, ''] : [200, expect.any(String)]);
    const stores = new FormData();
    stores.append('zones', new Blob(['store_id,timezone_str\nstore-1,America/Chicago\n']), 'zones.csv');
    const other = await fetch(new URL('/data', house.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token ?? ''}` },
      body: stores,
    });
    const { id: elsewhere } = (await other.json()) as Import;
    expect((await person.get(`/api/food-logs/import/${elsewhere}`)).status).toBe(404);
    expect((await person.get(`/data/imports/${id}`)).status).toBe(404);
    await settled(person, elsewhere);
  });

  it("is nobody else's business", async () => {
    const [owner, other] = [await house.newcomer(), await house.newcomer()];
    const { id } = (await upload(owner, diary(1))).body as Import;
    expect(problemIn(await other.get(`/api/imports/${id}`))).toMatchObject({ status: 404 });
    expect((await house.stranger.get(`/api/imports/${id}`)).status).toBe(401);
    expect((await owner.get('/api/imports/0')).status).toBe(404);
    await settled(owner, id);
  });
});

describe('the door of uploads', () => {
  it.each([
    ['a zip', Buffer.from('504b03040a00', 'hex')],
    ['a gzip', gzipSync('Date,Food\n')],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ])('tells %s by its bytes, whatever it is called', async (_, bytes) => {
    const answer = await upload(await house.newcomer(), new Uint8Array(bytes));
    expect(problemIn(answer)).toMatchObject({ status: 415, code: 'not_a_csv' });
  });

  it('refuses what is compressed, too large, no form, or in another field', async () => {
    const person = await house.newcomer();
    const packed = await upload(person, diary(1), { headers: { 'content-encoding': 'gzip' } });
    expect(problemIn(packed)).toMatchObject({ status: 415 });
    expect(problemIn(await upload(person, 'x'.repeat(3_050_000)))).toMatchObject({ status: 413 });
    expect(problemIn(await upload(person, 'x'.repeat(4_000_000)))).toMatchObject({ status: 413 });
    expect(problemIn(await person.post('/api/food-logs/import', {}))).toMatchObject({ status: 415 });
    const elsewhere = await upload(person, diary(1), { field: 'data' });
    expect([elsewhere.status, pointersIn(elsewhere)]).toEqual([422, ['/data']]);
    expect((await upload(person, diary(1), { query: '?dateOrder=ymd' })).status).toBe(422);
    const broken = await person.ask('POST', '/api/food-logs/import', {
      raw: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nDate',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(problemIn(broken)).toMatchObject({ status: 400 });
    const many = new FormData();
    for (let at = 0; at < 100; at += 1) many.append('file', new Blob(['Date,Food']), `${at}.csv`);
    const crowd = await fetch(new URL('/api/food-logs/import', house.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${person.token ?? ''}` },
      body: many,
    });
    expect([crowd.status, ((await crowd.json()) as { code: string }).code]).toEqual([400, 'too_many_parts']);
    const json = await person.ask('POST', '/api/food-logs', {
      raw: '--x--\r\n',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(problemIn(json)).toMatchObject({ status: 415 });
  });

  it('says for every odd file what is wrong with it', async () => {
    const person = await house.newcomer();
    const cases: [string, string, string][] = [
      ['', 'FAILED', 'empty_file'],
      ['\n\n', 'FAILED', 'empty_file'],
      ['Date;Food\n', 'COMPLETED', ''],
      ['Datum,Speise\n1,2\n', 'FAILED', 'header_not_recognised'],
      ['Date,Food,Date\n', 'FAILED', 'duplicate_column'],
      ['Date,Food\n2024-01-01,"Egg\n2024-01-02,Kale\n', 'FAILED', 'unclosed_quote'],
      [`Date,Food\n2024-01-01,${'x'.repeat(1_100_000)}\n`, 'FAILED', 'record_too_long'],
      [`Date,Food${','.repeat(1001)}\n`, 'FAILED', 'too_many_columns'],
    ];
    for (const [content, status, code] of cases) {
      const done = await imported(person, content);
      expect([content.slice(0, 40), done.status, done.error?.code ?? '']).toEqual([
        content.slice(0, 40),
        status,
        code,
      ]);
    }
  });
});

describe('an upload that breaks off', () => {
  /** Files in the store; null when a folder went away under the reader's eyes. */
  const stored = (): number | null => {
    const folder = fileURLToPath(house.environment['STORAGE_URL'] ?? '');
    try {
      const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).length;
    } catch {
      return null;
    }
  };
  const openFiles = (): number => readdirSync(`/proc/${house.api.pid}/fd`).length;

  /** Half of what was promised, then the line is cut. */
  function half(person: Person): Promise<void> {
    return new Promise((resolve) => {
      const sent = request(new URL('/api/food-logs/import', house.url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${person.token ?? ''}`,
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': '400000',
        },
      });
      sent.on('error', () => undefined);
      sent.on('close', resolve);
      sent.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nDate,Food\n');
      sent.write('2024-01-01,Egg\n'.repeat(13_000), () => setTimeout(() => sent.destroy(), 20));
    });
  }

  it('leaves neither file nor row nor open descriptor', async () => {
    const person = await house.newcomer();
    await half(person);
    await wait(300);
    const [files, descriptors] = [stored() ?? 0, openFiles()];
    for (let round = 0; round < 50; round += 1)
      await Promise.all(Array.from({ length: 10 }, () => half(person)));
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(100))
      if ((stored() ?? Infinity) <= files && openFiles() <= descriptors + 5) break;
    expect(stored()).toBeLessThanOrEqual(files);
    expect(openFiles()).toBeLessThanOrEqual(descriptors + 5);
    expect((await imported(person, 'Date,Food\n2024-01-01,Egg\n')).receipt).toMatchObject({ rowsKept: 1 });
  });
});

describe('an import whose worker dies', () => {
  it('is done by the next one, once', async () => {
    const cut = await openHouse({ worker: false });
    try {
      const person = await cut.newcomer();
      const form = new FormData();
      form.append('file', new Blob([diary(3000)]), 'diary.csv');
      const answer = await fetch(new URL('/api/food-logs/import', cut.url), {
        method: 'POST',
        headers: { authorization: `Bearer ${person.token ?? ''}` },
        body: form,
      });
      const { id } = (await answer.json()) as Import;
      for (const point of ['import_claimed', 'mid_import', 'before_switch']) {
        const doomed = { ...cut.environment, FAULT: `${point}:1` };
        // It may die before it listens, which counts as a failed start.
        const died = spawnApp('worker', doomed, { ready: false, patienceMs: 90_000 }).then(
          ({ exited }) => exited,
          (error: unknown) => error,
        );
        await died;
        expect(await countOf(person)).toBe(0);
      }
      const worker = await spawnApp('worker', cut.environment, { patienceMs: 90_000 });
      expect(await settled(person, id)).toMatchObject({ status: 'COMPLETED', receipt: { rowsKept: 3000 } });
      expect(await countOf(person)).toBe(3000);
      await worker.stop();
    } finally {
      await cut.close();
    }
  }, 240_000);
});
