import { newId } from '@pressroom/kernel';
import Ajv2020 from 'ajv/dist/2020';
import type { Answer } from './client';
import { createReport, ended, type House, madeReport, openHouse, type Person, type Report } from './house';
import { pointersIn, problemIn } from './problem';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house.close());

const everyFormat = ['xlsx', 'pdf', 'html', 'csv', 'json'];
const inJanuary = { from: '2026-01-01', to: '2026-01-31' };
const foodLog = { template: 'nutrition.food-log', parameters: inJanuary };

async function eater(): Promise<Person> {
  const person = await house.newcomer();
  const written = await person.post('/api/food-logs', [
    { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-30', kcal: 95 },
    { foodName: 'Rice', category: 'grain', loggedOn: '2026-01-31', kcal: 200.5 },
  ]);
  expect(written.status).toBe(201);
  return person;
}

interface TemplateView {
  name: string;
  version: string;
  title: string;
  description: string;
  formats: string[];
  parameters: object;
  limits: Record<string, number>;
}

describe('the catalogue', () => {
  it('describes every template with a JSON Schema 2020-12 of its parameters', async () => {
    const person = await house.newcomer();
    const answer = await person.get('/api/reports/templates');
    expect(answer.status).toBe(200);
    const templates = answer.body as TemplateView[];
    expect(templates.map(({ name }) => name)).toContain('nutrition.food-log');
    for (const { name, formats, parameters } of templates) {
      expect([name, parameters]).toEqual([
        name,
        expect.objectContaining({ $schema: 'https://json-schema.org/draft/2020-12/schema' }),
      ]);
      expect(formats.every((format) => everyFormat.includes(format))).toBe(true);
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      expect([name, ajv.validateSchema(parameters), ajv.errors]).toEqual([name, true, null]);
      const valid = ajv.compile(parameters);
      // Without any parameter, unless the template needs one.
      expect([name, valid({})]).toEqual([name, !('required' in parameters)]);
      expect([name, valid({ colour: 'red' })]).toEqual([name, false]);
    }
  });

  it('says the same as the door: what the schema takes is taken, what it refuses is refused', async () => {
    const person = await eater();
    const [template] = ((await person.get('/api/reports/templates')).body as TemplateView[]).filter(
      ({ name }) => name === foodLog.template,
    );
    const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(template?.parameters ?? {});
    const cases: [object, boolean][] = [
      [{}, true],
      [{ ...inJanuary, categories: ['fruit', 'grain'], bucket: 'week', scope: 'me', top: 1 }, true],
      [{ top: 0 }, false],
      [{ top: 101 }, false],
      [{ top: 1.5 }, false],
      [{ top: '10' }, false],
      [{ categories: ['soap'] }, false],
      [{ categories: 'fruit' }, false],
      [{ bucket: 'hour' }, false],
      [{ from: 20260101 }, false],
      [{ From: '2026-01-01' }, false],
    ];
    for (const [parameters, taken] of cases) {
      const answer = await person.post('/api/reports', { template: foodLog.template, parameters });
      expect([parameters, valid(parameters), answer.status]).toEqual([parameters, taken, taken ? 202 : 422]);
    }
  });
});

describe('a report', () => {
  it('is taken in at once and made in all five formats from one read', async () => {
    const person = await eater();
    const taken = await person.post('/api/reports', { ...foodLog, formats: everyFormat });
    expect(taken.status).toBe(202);
    const first = taken.body as Report;
    expect(taken.headers.get('location')).toBe(`/api/reports/${first.id}`);
    expect(taken.headers.get('retry-after')).toBe('1');
    expect(taken.headers.get('cache-control')).toBe('no-store');
    expect(first).toMatchObject({
      status: 'PENDING',
      attempts: 0,
      artefacts: [],
      progress: { phase: 'waiting', percent: 0 },
      parameters: { ...inJanuary, bucket: 'day', scope: 'me', top: 10 },
    });
    expect(first).not.toHaveProperty('downloadUrl');

    const done = await ended(person, first.id);
    expect(done).toMatchObject({ status: 'COMPLETED', attempts: 1, progress: { phase: null, percent: 100 } });
    expect(done).not.toHaveProperty('error');
    expect(done.artefacts.map(({ format }) => format)).toEqual(everyFormat);
    expect(done.downloadUrl).toBe(done.artefacts[0]?.downloadUrl);
    for (const { downloadUrl, bytes, downloadUrlExpiresAt } of done.artefacts) {
      const lifeSeconds = (Date.parse(downloadUrlExpiresAt) - Date.now()) / 1000;
      expect(lifeSeconds).toBeGreaterThan(240);
      expect(lifeSeconds).toBeLessThanOrEqual(300);
      expect((await house.stranger.get(downloadUrl)).bytes.length).toBe(bytes);
    }
  });

  it('is read again without its body while nothing has changed', async () => {
    const person = await eater();
    const { id } = await madeReport(person, { ...foodLog, formats: ['json'] });
    const read = await person.get(`/api/reports/${id}`);
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    expect(read.headers.get('retry-after')).toBeNull();
    expect(read.headers.get('cache-control')).toBe('private, no-cache');
    for (const known of [etag, `"x", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await person.get(`/api/reports/${id}`, { 'if-none-match': known });
      expect([known, again.status, again.text, again.headers.get('etag')]).toEqual([known, 304, '', etag]);
    }
    for (const other of ['"x"', etag.slice(0, -2), 'W/""'])
      expect((await person.get(`/api/reports/${id}`, { 'if-none-match': other })).status).toBe(200);
  });

  it('is led to its file by a redirect', async () => {
    const person = await eater();
    const { id, artefacts } = await madeReport(person, { ...foodLog, formats: ['json', 'csv'] });
    for (const [query, format] of [
      ['', 'json'],
      ['?format=csv', 'csv'],
    ]) {
      const answer = await person.get(`/api/reports/${id}/download${query ?? ''}`);
      expect([answer.status, answer.text]).toEqual([302, '']);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const file = await house.stranger.get(answer.headers.get('location') ?? '');
      expect(file.headers.get('etag')).toBe(
        `"${artefacts.find((each) => each.format === format)?.sha256 ?? ''}"`,
      );
    }
    expect(problemIn(await person.get(`/api/reports/${id}/download?format=pdf`))).toMatchObject({
      status: 404,
      code: 'format_not_made',
    });
    expect(pointersIn(await person.get(`/api/reports/${id}/download?format=exe`))).toEqual(['query:format']);
  });

  it('that has ended is not changed by a cancel', async () => {
    const person = await eater();
    const done = await madeReport(person, { ...foodLog, formats: ['json'] });
    const answer = await person.post(`/api/reports/${done.id}/cancel`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.body).toMatchObject({ status: 'COMPLETED', completedAt: done.completedAt });
  });

  it('is gone with its files once it is removed', async () => {
    const person = await eater();
    const { id, downloadUrl = '' } = await madeReport(person, { ...foodLog, formats: ['json'] });
    expect((await person.delete(`/api/reports/${id}`)).status).toBe(204);
    for (const path of [`/api/reports/${id}`, `/api/reports/${id}/download`, `/api/reports/${id}/events`])
      expect(problemIn(await person.get(path)).code).toBe('not_found');
    expect(problemIn(await person.delete(`/api/reports/${id}`)).status).toBe(404);
    expect(problemIn(await person.post(`/api/reports/${id}/cancel`)).status).toBe(404);
    expect(problemIn(await house.stranger.get(downloadUrl)).status).toBe(404);
  });

  it('is nobody else’s', async () => {
    const [owner, other] = [await eater(), await house.newcomer()];
    const { id } = await madeReport(owner, { ...foodLog, formats: ['json'] });
    const attempts = (of: string): Promise<Answer>[] => [
      other.get(`/api/reports/${of}`),
      other.get(`/api/reports/${of}/download`),
      other.get(`/api/reports/${of}/events`),
      other.post(`/api/reports/${of}/cancel`),
      other.delete(`/api/reports/${of}`),
    ];
    for (const answer of await Promise.all([...attempts(id), ...attempts(newId())]))
      expect(problemIn(answer)).toMatchObject({
        status: 404,
        code: 'not_found',
        detail: 'report not found',
        title: 'Not found',
      });
    expect((await owner.get(`/api/reports/${id}`)).body).toMatchObject({ status: 'COMPLETED' });
    expect((await other.get('/api/reports')).body).toEqual({ data: [], nextCursor: null });
  });
});

describe('own reports', () => {
  it('are listed newest first, page by page, by status and template', async () => {
    const person = await eater();
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1)
      made.unshift((await madeReport(person, { ...foodLog, formats: ['json'] })).id);
    const list = async (query: string) => {
      const answer = await person.get(`/api/reports?${query}`);
      expect(answer.status).toBe(200);
      const { data, nextCursor } = answer.body as { data: Report[]; nextCursor: string | null };
      return { ids: data.map(({ id }) => id), nextCursor, data };
    };
    const first = await list('limit=2');
    expect(first.ids).toEqual(made.slice(0, 2));
    await createReport(person, { ...foodLog, formats: ['json'] });
    const second = await list(`limit=2&cursor=${first.nextCursor ?? ''}`);
    expect(second.ids).toEqual(made.slice(2, 4));
    const last = await list(`limit=2&cursor=${second.nextCursor ?? ''}`);
    expect([last.ids, last.nextCursor]).toEqual([made.slice(4), null]);
    expect(first.data[0]?.downloadUrl).toMatch(/\/api\/reports\/download\/v1\./);
    expect((await list('status=FAILED')).ids).toEqual([]);
    expect((await list(`status=COMPLETED&template=${foodLog.template}`)).ids).toEqual(
      expect.arrayContaining(made),
    );
    expect((await list('template=nutrition.nothing')).ids).toEqual([]);
    for (const [query, pointer] of [
      ['status=completed', 'query:status'],
      ['status=', 'query:status'],
      ['status=PENDING&status=FAILED', 'query:status'],
      ['limit=1e1', 'query:limit'],
      ['cursor=W10', 'query:cursor'],
      ['sort=id', 'query:sort'],
    ])
      expect([query, pointersIn(await person.get(`/api/reports?${query ?? ''}`))]).toEqual([
        query,
        [pointer],
      ]);
  });
});

describe('a request that is repeated', () => {
  it('gets the first answer again with the same key, another report without one', async () => {
    const person = await eater();
    const key = { 'idempotency-key': 'order 66'.replace(' ', '-') };
    const first = await person.post('/api/reports', { ...foodLog, formats: ['json'] }, key);
    const again = await person.post('/api/reports', { ...foodLog, formats: ['json'] }, key);
    expect([first.status, again.status, again.text]).toEqual([202, 202, first.text]);
    expect([first, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    const other = await person.post('/api/reports', { ...foodLog, formats: ['csv'] }, key);
    expect(pointersIn(other)).toEqual(['header:Idempotency-Key']);
    expect(problemIn(other).code).toBe('idempotency_key_reused');
    const foreign = await (await eater()).post('/api/reports', { ...foodLog, formats: ['json'] }, key);
    expect((foreign.body as Report).id).not.toBe((first.body as Report).id);
    expect(((await person.get('/api/reports')).body as { data: Report[] }).data).toHaveLength(1);
  });

  it('names a key that is none', async () => {
    const person = await house.newcomer();
    for (const key of ['', 'two words', 'x'.repeat(256), 'naïve', '\t'])
      expect([
        key,
        pointersIn(await person.post('/api/reports', foodLog, { 'idempotency-key': key })),
      ]).toEqual([key, ['header:Idempotency-Key']]);
    expect((await person.get('/api/reports')).body).toEqual({ data: [], nextCursor: null });
  });
});

describe('a request for a report', () => {
  it('is refused with every wrong place named', async () => {
    const person = await house.newcomer();
    const cases: [object, string[]][] = [
      [{}, ['/template']],
      [{ template: 'nutrition.nothing' }, ['/template']],
      [{ template: '__proto__' }, ['/template']],
      [{ template: 'constructor' }, ['/template']],
      [{ template: 'nutrition.food-log\u0000' }, ['/template']],
      [{ template: 7, formats: 'xlsx', colour: 1 }, ['/colour', '/formats', '/template']],
      [
        { template: 'nutrition.nothing', formats: ['exe'], colour: 1 },
        ['/colour', '/formats/0', '/template'],
      ],
      [{ ...foodLog, formats: [] }, ['/formats']],
      [{ ...foodLog, formats: ['exe'] }, ['/formats/0']],
      [{ ...foodLog, formats: ['csv', 'csv'] }, ['/formats']],
      [{ template: 'nutrition.weekly-digest', formats: ['pdf', 'xlsx'] }, ['/formats/1']],
      [{ ...foodLog, locale: 'english please' }, ['/locale']],
      [{ ...foodLog, timeZone: 'Mars/Olympus' }, ['/timeZone']],
      [{ ...foodLog, timeZone: 'UTC\u0000' }, ['/timeZone']],
      [{ ...foodLog, parameters: [] }, ['/parameters']],
      [{ ...foodLog, parameters: { from: '2026-02-30', top: 'x' } }, ['/parameters/from', '/parameters/top']],
      [{ ...foodLog, parameters: { from: '2026-02-02', to: '2026-02-01' } }, ['/parameters/from']],
      [{ ...foodLog, parameters: { from: '1900-01-01', to: '2199-12-31' } }, ['/parameters/from']],
      [{ ...foodLog, parameters: { categories: ['fruit', 'soap'] } }, ['/parameters/categories/1']],
      [{ ...foodLog, parameters: { 'a/b~c': 1 } }, ['/parameters/a~1b~0c']],
      [
        { template: 'nutrition.intake', parameters: { foods: ['a', 'b\u0000', '\ud800'] } },
        ['/parameters/foods/1', '/parameters/foods/2'],
      ],
    ];
    for (const [request, pointers] of cases) {
      const answer = await person.post('/api/reports', request);
      expect([request, answer.status]).toEqual([request, 422]);
      expect([request, pointersIn(answer)]).toEqual([request, pointers]);
    }
    expect((await person.get('/api/reports')).body).toEqual({ data: [], nextCursor: null });
  });

  it('for everyone’s entries is refused to members', async () => {
    const person = await house.newcomer();
    const answer = await person.post('/api/reports', { ...foodLog, parameters: { scope: 'everyone' } });
    expect(problemIn(answer)).toMatchObject({ status: 403, code: 'operators_only' });
  });

  it('about a period without any entry makes a report that says so', async () => {
    const person = await house.newcomer();
    const { artefacts } = await madeReport(person, { ...foodLog, formats: everyFormat });
    for (const { downloadUrl, format } of artefacts)
      expect([format, (await house.stranger.get(downloadUrl)).status]).toEqual([format, 200]);
  });
});
