import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Answer } from './client';
import { type House, openHouse, type Person } from './house';
import { problemIn } from './problem';

const LIMIT = 1_000_000;

let house: House;
let person: Person;
beforeAll(async () => {
  house = await openHouse({ environment: { UPLOAD_LIMIT_BYTES: String(LIMIT) } });
  person = await house.newcomer();
}, 180_000);
afterAll(() => house.close());

interface Import {
  id: string;
  status: string;
  error?: { code: string; message: string };
  receipt?: { rowsKept: number; rowsRefused: number; refusedUrl?: string };
}

async function send(content: string | Uint8Array<ArrayBuffer>, headers = {}): Promise<Answer> {
  const form = new FormData();
  form.append('file', new Blob([content]), 'stores.csv');
  const answer = await fetch(new URL('/data', house.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token ?? ''}`, ...headers },
    body: form,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: answer.status, headers: answer.headers, bytes, text, body: JSON.parse(text) as unknown };
}

async function imported(content: string): Promise<Import> {
  const answer = await send(content);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([202, expect.any(String)]);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const found = (await person.get(answer.headers.get('location') ?? '')).body as Import;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error('the import has not ended within a minute');
}

const rows = (count: number, row: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => row(at));

describe('the door of store data', () => {
  it.each([
    ['a picture', new Uint8Array(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))],
    ['a zip', new Uint8Array(Buffer.from('504b0304140000000800', 'hex'))],
    ['a hundred megabytes packed into a tenth of one', new Uint8Array(gzipSync(Buffer.alloc(100_000_000)))],
  ])('takes no %s for a CSV, and unpacks nothing', async (_, bytes) => {
    expect(problemIn(await send(bytes))).toMatchObject({ status: 415, code: 'not_a_csv' });
  });

  it('refuses a packed request before it reads it', async () => {
    expect(problemIn(await send('store_id\n', { 'content-encoding': 'gzip' }))).toMatchObject({
      status: 415,
    });
  });

  it('refuses a file over the limit, and takes none of it', async () => {
    const line = 'a,active,2023-01-25 10:00:00 UTC\n';
    const large = `store_id,status,timestamp_utc\n${line.repeat(Math.ceil(LIMIT / line.length) + 1)}`;
    expect(problemIn(await send(large))).toMatchObject({ status: 413 });
    expect((await person.get('/data/store_status')).body).toMatchObject({ data: [] });
  });

  it.each([
    ['nothing at all', '', 'empty_file', []],
    ['blank lines', '\r\n\r\n', 'empty_file', []],
    [
      'polls without their status',
      'store_id,timestamp_utc\na,2023-01-25 10:00:00 UTC\n',
      'header_not_recognised',
      [
        'store_id, status, timestamp_utc',
        'store_id, day, start_time_local, end_time_local',
        'It has: store_id, timestamp_utc',
      ],
    ],
    [
      'columns of something else',
      'Datum;Filiale\n1;2\n',
      'header_not_recognised',
      ['store_id, timezone_str', 'It has: Datum, Filiale'],
    ],
    ['prose', 'Dear sir or madam\n', 'header_not_recognised', ['It has: Dear sir or madam']],
    ['a column twice', 'store_id,status,status,timestamp_utc\n', 'duplicate_column', ['status']],
  ])('says of %s what was expected and what was found', async (_, content, code, words) => {
    const done = await imported(content);
    expect([done.status, done.error?.code]).toEqual(['FAILED', code]);
    for (const word of words) expect(done.error?.message).toContain(word);
  });

  it.each([
    [
      'a zone that nobody knows',
      'store_id,timezone_str',
      (at: number) => `z${at},Asia/Kolkata`,
      'z,Mars/Olympus',
      /^z,Mars\/Olympus,202,timezone_str,must be an IANA time zone such as America\/Chicago$/,
    ],
    [
      'an hour past the end of the day',
      'store_id,day,start_time_local,end_time_local',
      (at: number) => `h${at},0,09:00:00,17:00:00`,
      'h,0,09:00:00,25:00',
      /^h,0,09:00:00,25:00,202,end_time_local,must be a time/,
    ],
    [
      'an eighth day of the week',
      'store_id,day,start_time_local,end_time_local',
      (at: number) => `d${at},6,09:00:00,17:00:00`,
      'd,7,09:00:00,17:00:00',
      /^d,7,09:00:00,17:00:00,202,day,must be 0 \(Monday\) to 6 \(Sunday\)$/,
    ],
    [
      'a status that is none',
      'store_id,status,timestamp_utc',
      // Words may be loud and padded.
      (at: number) => `p${at},ACTIVE ,2023-01-25 10:00:00 UTC`,
      'p,open,2023-01-25 10:00:00 UTC',
      /^p,open,2023-01-25 10:00:00 UTC,202,status,must be active or inactive$/,
    ],
  ])(
    'keeps the rest of a file with %s, and gives the row back with its reason',
    async (_, header, good, bad, told) => {
      const done = await imported([header, ...rows(200, good), bad, ''].join('\n'));
      const file = done.receipt;
      expect([done.status, file?.rowsKept, file?.rowsRefused]).toEqual(['COMPLETED', 200, 1]);
      const refused = await fetch(new URL(file?.refusedUrl ?? '', house.url));
      const lines = (await refused.text()).trim().split(/\r?\n/);
      expect(lines).toEqual([`${header},_row,_column,_reason`, expect.stringMatching(told)]);
    },
  );

  it('changes nothing when more than one row of a hundred is wrong', async () => {
    const done = await imported(['store_id,timezone_str', 'good-1,UTC', 'bad,Mars/Olympus', ''].join('\n'));
    expect(done.status).toBe('FAILED');
    expect((await person.get('/data/timezones')).text).not.toContain('good-1');
  });
});
