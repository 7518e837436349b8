import type { Answer } from './client';
import { type House, madeReport, openHouse, type Person } from './house';
import { addressOf, readOpenApi, routesOf } from './openapi-document';

let house: House;
let person: Person;
beforeAll(async () => {
  house = await openHouse();
  person = await house.newcomer();
}, 180_000);
afterAll(() => house.close());

const apple = { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-31' };
const etagOf = ({ headers }: Answer): string => headers.get('etag') ?? '';
const again = (path: string, etag: string, who = person) => who.get(path, { 'if-none-match': etag });

describe('a read that the client may keep', () => {
  it.each([
    '/api/reports/templates',
    '/api/limits',
    '/api/food-logs?limit=5',
    '/data/timezones',
    '/api/feedback/submissions',
  ])('is not sent again while nothing changes: %s', async (path) => {
    const first = await person.get(path);
    expect([first.status, etagOf(first), first.headers.get('cache-control')]).toEqual([
      200,
      expect.stringMatching(/^"[\w-]{22}"$/),
      expect.stringMatching(/^private, (no-cache|max-age=60)$/),
    ]);
    const kept = await again(path, etagOf(first));
    expect([kept.status, kept.text, etagOf(kept)]).toEqual([304, '', etagOf(first)]);
    expect([kept.headers.get('content-type'), kept.headers.get('cache-control')]).toEqual([
      null,
      first.headers.get('cache-control'),
    ]);
    for (const known of [`"other", W/${etagOf(first)}`, '*'])
      expect((await again(path, known)).status).toBe(304);
    expect((await again(path, '"other"')).text).toBe(first.text);
    const head = await person.ask('HEAD', path);
    expect([head.status, etagOf(head), head.text]).toEqual([200, etagOf(first), '']);
  });

  it('is sent again when something was written, by whomever', async () => {
    const writer = await house.newcomer();
    const before = etagOf(await writer.get('/api/food-logs'));
    const { id } = (await writer.post('/api/food-logs', apple)).body as { id: string };
    const after = await again('/api/food-logs', before, writer);
    expect([after.status, etagOf(after) === before]).toEqual([200, false]);
    const one = etagOf(await writer.get(`/api/food-logs/${id}`));
    expect((await again(`/api/food-logs/${id}`, one, writer)).status).toBe(304);
    await writer.patch(`/api/food-logs/${id}`, { kcal: 95 });
    expect((await again(`/api/food-logs/${id}`, one, writer)).status).toBe(200);
    await writer.delete(`/api/food-logs/${id}`);
    expect((await again(`/api/food-logs/${id}`, '*', writer)).status).toBe(404);
  });

  it('never answers for another account, nor for nobody', async () => {
    const other = await house.newcomer();
    await person.post('/api/food-logs', apple);
    const mine = etagOf(await person.get('/api/food-logs'));
    expect((await again('/api/food-logs', mine, other)).status).toBe(200);
    expect((await house.stranger.get('/api/food-logs', { 'if-none-match': '*' })).status).toBe(401);
  });

  it('shows fresh links in a list of reports before those of the last read are too old', async () => {
    const report = await madeReport(person, { template: 'nutrition.food-log', formats: ['json'] });
    const first = await person.get('/api/reports');
    expect([etagOf(first), first.headers.get('cache-control')]).toEqual([
      expect.stringMatching(/^W\/"[\w-]{22}"$/),
      'private, no-cache',
    ]);
    const kept = await again('/api/reports', etagOf(first));
    // The tag also changes every 150 s, which may have been now.
    if (kept.status !== 304) expect(etagOf(kept)).not.toBe(etagOf(first));
    await person.delete(`/api/reports/${report.id}`);
    expect((await again('/api/reports', etagOf(first))).status).toBe(200);
  });

  it('is described so: whoever answers 304 says so, and credentials are never kept', async () => {
    const routes = routesOf(await readOpenApi(house.stranger));
    const silent = routes.filter(
      ({ method, open, path }) => method === 'GET' && !open && !path.includes('{') && path !== '/metrics',
    );
    expect(silent.length).toBeGreaterThan(6);
    for (const { path, operation } of silent) {
      const answer = await person.get(addressOf(path));
      if (answer.status !== 200) continue;
      const keeps = answer.headers.get('etag') !== null;
      expect([path, keeps, answer.headers.get('cache-control')]).toEqual([
        path,
        '304' in operation.responses,
        expect.stringMatching(keeps ? /^private, (no-cache|max-age=60)$/ : /no-store$/),
      ]);
    }
  });
});
