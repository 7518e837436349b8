import { newId } from '@pressroom/kernel';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './client';
import { type House, madeReport, openHouse, type Person } from './house';

let house: House;
let owner: Person;
beforeAll(async () => {
  house = await openHouse();
  owner = await house.newcomer();
}, 180_000);
afterAll(() => house.close());

const LONG = '1472400125885919118';
// 2023-01-25 is a Wednesday (2); Kolkata is 5:30 ahead.
const POLLS = `status,timestamp_utc,store_id
active,2023-01-25 10:14:00 UTC,${LONG}
inactive,2023-01-25 11:15:00 UTC,${LONG}
inactive,2023-01-25T14:00:00.5Z,always-open
active,2023-01-25 05:00:00,=indian
`;
const HOURS = `\uFEFFstore_id,dayOfWeek,start_time_local,end_time_local
${LONG},2,09:00:00,12:00:00
=indian,2,09:30:00,11:30:00
`;
const ZONES = `store_id,timezone_str
${LONG},UTC
=indian,Asia/Kolkata
`;
const HEADER =
  'store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,downtime_last_week';

async function send(person: Person, files: Record<string, string>): Promise<Answer> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files)) form.append(name, new Blob([content]), `${name}.csv`);
  const answer = await fetch(new URL('/data', house.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${person.token ?? ''}` },
    body: form,
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: answer.status, headers: answer.headers, bytes, text, body: JSON.parse(text) as unknown };
}

interface Receipt {
  status: string;
  receipt?: {
    rowsKept: number;
    rowsKnown: number;
    rowsRefused: number;
    files?: { kind: string; rowsKept: number }[];
  };
}

async function imported(person: Person, files: Record<string, string>): Promise<Receipt> {
  const answer = await send(person, files);
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  const location = answer.headers.get('location') ?? '';
  expect(location).toBe(`/data/imports/${(answer.body as { id: string }).id}`);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const found = (await person.get(location)).body as Receipt;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error('the import has not ended within a minute');
}

async function finished(person: Person, path: string): Promise<Answer> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const answer = await person.get(path);
    if (answer.text !== '{"status":"Running"}') return answer;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([200, '1']);
  }
  throw new Error(`${path} has not ended within a minute`);
}

const idOf = (answer: Answer): string => {
  expect([answer.status, answer.text]).toEqual([
    200,
    expect.stringMatching(/^\{"report_id":"[0-9a-f-]{36}"\}$/),
  ]);
  return (answer.body as { report_id: string }).report_id;
};

describe('store monitoring', () => {
  it('takes the three files in one request, and again without effect', async () => {
    const first = await imported(owner, { a: POLLS, b: HOURS, c: ZONES });
    expect(first).toMatchObject({
      status: 'COMPLETED',
      receipt: { rowsKept: 8, rowsKnown: 0, rowsRefused: 0 },
    });
    expect(first.receipt?.files?.map(({ kind, rowsKept }) => [kind, rowsKept])).toEqual([
      ['stores.polls', 4],
      ['stores.hours', 2],
      ['stores.zones', 2],
    ]);
    expect((await imported(owner, { c: ZONES, a: POLLS, b: HOURS })).receipt).toMatchObject({
      rowsKept: 0,
      rowsKnown: 8,
    });
  });

  it('answers with the exact csv', async () => {
    const id = idOf(await owner.post('/trigger_report'));
    const csv = await finished(owner, `/get_report/${id}`);
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="stores-uptime_.*\.csv"$/);
    // Now is 14:00:00.5. Kolkata's 9:30 to 11:30 is 04:00 to 06:00.
    expect(csv.text.trim().split('\r\n')).toEqual([
      HEADER,
      `${LONG},0.00,2.25,2.25,0.00,0.75,0.75`,
      `"'=indian",0.00,2.00,2.00,0.00,0.00,0.00`,
      `always-open,0.00,0.00,0.00,60.00,24.00,168.00`,
    ]);
    const wrapped = await finished(owner, `/get_report?report_id=${id}&format=json`);
    expect(wrapped.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(wrapped.body).toEqual({ status: 'Complete', csv_content: csv.text });
  });

  it('hears of policies, stores and an earlier now, also by GET', async () => {
    const id = idOf(
      await owner.get(`/trigger_report/?policy=carry&stores=${LONG}&asOf=2023-01-25T11:30:00Z`),
    );
    // The week before begins within the opening of the Wednesday before: half an hour more, which the first poll speaks for.
    const { text } = await finished(owner, `/get_report/${id}/`);
    expect(text.split('\r\n')[1]).toBe(`${LONG},45.00,2.25,2.75,15.00,0.25,0.25`);
    const nearest = idOf(await owner.post('/trigger_report', { policy: 'nearest', stores: [LONG] }));
    // Halfway between 10:14 and 11:15 is 10:44:30.
    expect((await finished(owner, `/get_report/${nearest}`)).text.split('\r\n')[1]).toBe(
      `${LONG},0.00,1.74,1.74,0.00,1.26,1.26`,
    );
  });

  it('refuses what it cannot use, and knows no foreign or unknown report', async () => {
    expect((await owner.post('/trigger_report', { policy: 'hopeful' })).status).toBe(422);
    expect((await owner.get('/trigger_report?asOf=yesterday')).status).toBe(422);
    expect((await owner.post('/trigger_report', { from: '2023-01-25T00:00:00Z' })).status).toBe(422);
    expect((await owner.get('/get_report')).status).toBe(422);
    expect((await owner.get(`/get_report/${newId()}`)).status).toBe(404);
    expect((await owner.get('/get_report?report_id=x')).status).toBe(404);
    const id = idOf(await owner.get('/trigger_report'));
    expect((await (await house.newcomer()).get(`/get_report/${id}`)).status).toBe(404);
  });

  it('makes every format of the template', async () => {
    const report = await madeReport(owner, {
      template: 'stores.uptime',
      formats: ['csv', 'xlsx', 'pdf', 'html', 'json'],
      parameters: { from: '2023-01-25T10:00:00Z', to: '2023-01-25T11:00:00Z' },
      timeZone: 'America/Chicago',
    });
    expect(report.artefacts.map(({ format }) => format)).toEqual(['csv', 'xlsx', 'pdf', 'html', 'json']);
  });

  it('shows, changes and removes single rows', async () => {
    const polls = (await owner.get('/data/storestatus?limit=2')).body as {
      data: Record<string, string>[];
      nextCursor: string;
    };
    const rest = (await owner.get(`/data/store_status?cursor=${polls.nextCursor}`)).body as typeof polls;
    expect([...polls.data, ...rest.data]).toHaveLength(4);
    expect(rest.nextCursor).toBeNull();
    const key = `${LONG}~2023-01-25T10:14:00Z`;
    expect([...polls.data, ...rest.data]).toContainEqual({
      ...{ key, store_id: LONG, status: 'active', timestamp_utc: '2023-01-25 10:14:00 UTC' },
    });
    const put = (path: string, json: unknown) => owner.ask('PUT', path, { json });
    expect((await owner.patch(`/data/store_status/${key}`, { status: 'inactive' })).body).toMatchObject({
      status: 'inactive',
    });
    expect(
      (await put('/data/store_status/new-store~2023-01-25T10:00:00.000001Z', { status: 'active' })).status,
    ).toBe(200);
    expect((await owner.patch('/data/timezone/new-store', { timezone_str: 'UTC' })).status).toBe(404);
    expect((await put('/data/timezone/new-store', { timezone_str: 'Asia/Beirut' })).body).toEqual({
      ...{ key: 'new-store', store_id: 'new-store', timezone_str: 'Asia/Beirut' },
    });
    expect((await put('/data/timezones/new-store', { timezone_str: 'Mars' })).status).toBe(422);
    const window = `/data/businesshour/${LONG}~2~09:00:00~12:00:00`;
    expect((await owner.patch(window, { end_time_local: '13:30' })).body).toMatchObject({
      key: `${LONG}~2~09:00:00~13:30:00`,
    });
    expect((await owner.patch(window, { day: 3 })).status).toBe(404);
    expect((await owner.delete(`/data/business_hours/${LONG}~2~09:00:00~13:30:00`)).status).toBe(204);
    expect((await owner.delete(`/data/store_status/${key}`)).status).toBe(204);
    expect((await owner.delete(`/data/store_status/${key}`)).status).toBe(404);
    expect((await owner.get('/data/store_status?cursor=x')).status).toBe(422);
    const unknown = await owner.get('/data/passwords');
    expect(unknown.status).toBe(404);
    expect(unknown.text).toContain('store_status, business_hours, timezones');
  });

  it("removes all of an account's own data, and nobody else's", async () => {
    const other = await house.newcomer();
    await imported(other, { a: POLLS, b: HOURS, c: ZONES });
    // Who names a table means that table: everything stays.
    expect((await owner.delete('/data?table=store_status')).status).toBe(422);
    const gone = await owner.delete('/data');
    expect([gone.status, gone.body]).toEqual([
      200,
      { deleted: { store_status: 4, business_hours: 1, timezones: 3 } },
    ]);
    expect((await owner.get('/data/store_status')).body).toEqual({ data: [], nextCursor: null });
    expect(((await other.get('/data/store_status')).body as { data: unknown[] }).data).toHaveLength(4);
    const id = idOf(await owner.post('/trigger_report'));
    expect((await finished(owner, `/get_report/${id}`)).text).toBe(`${HEADER}\r\n`);
  });
});
