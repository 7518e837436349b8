import { newId } from '@pressroom/kernel';
import type { Answer } from './client';
import { type House, openHouse, type Person } from './house';
import { pointersIn, problemIn } from './problem';

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false });
}, 120_000);
afterAll(() => house.close());

interface FoodLog {
  id: string;
  foodName: string;
  category: string;
  loggedOn: string;
  kcal: number | null;
}
interface Page {
  data: FoodLog[];
  nextCursor: string | null;
}

const apple = { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-31' };
const numbered = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, at) => ({ ...apple, foodName: `Apple ${at}`, ...more }));

async function pages(person: Person, query: string, between?: () => Promise<unknown>): Promise<FoodLog[]> {
  const seen: FoodLog[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const answer: Answer = await person.get(`/api/food-logs?${query}${more}`);
    expect(answer.status).toBe(200);
    const page = answer.body as Page;
    seen.push(...page.data);
    cursor = page.nextCursor;
    await between?.();
  }
  return seen;
}

describe('one food log', () => {
  it('is written, read, changed and removed', async () => {
    const person = await house.newcomer();
    const written = await person.post('/api/food-logs', {
      ...apple,
      mealType: 'snack',
      kcal: 95.5,
      loggedAt: '2026-01-31T23:30:00+01:00',
    });
    expect(written.status).toBe(201);
    const { id } = written.body as FoodLog;
    expect(written.headers.get('location')).toBe(`/api/food-logs/${id}`);
    expect(written.body).toMatchObject({ ...apple, kcal: 95.5, loggedAt: '2026-01-31T22:30:00.000Z' });
    expect((await person.get(`/api/food-logs/${id}`)).body).toEqual(written.body);

    const changed = await person.patch(`/api/food-logs/${id}`, { kcal: null, foodName: ' Pear ' });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ ...(written.body as object), kcal: null, foodName: 'Pear' });

    const removed = await person.delete(`/api/food-logs/${id}`);
    expect([removed.status, removed.text]).toEqual([204, '']);
    for (const again of [
      await person.get(`/api/food-logs/${id}`),
      await person.delete(`/api/food-logs/${id}`),
    ])
      expect(problemIn(again)).toMatchObject({ status: 404, code: 'not_found' });
  });

  it('is nobody else’s: reading, changing and removing it answers as if it were not there', async () => {
    const [owner, other] = [await house.newcomer(), await house.newcomer()];
    const { id } = (await owner.post('/api/food-logs', apple)).body as FoodLog;
    const attempts = (of: string) => [
      other.get(`/api/food-logs/${of}`),
      other.patch(`/api/food-logs/${of}`, { kcal: 1 }),
      other.delete(`/api/food-logs/${of}`),
    ];
    const [foreign, unknown] = await Promise.all([Promise.all(attempts(id)), Promise.all(attempts(newId()))]);
    for (const [at, answer] of foreign.entries()) {
      const { detail, code, title } = problemIn(answer);
      expect({ status: answer.status, detail, code, title }).toEqual({
        status: 404,
        detail: 'food log not found',
        code: 'not_found',
        title: problemIn(unknown[at] ?? answer).title,
      });
    }
    expect((await owner.get(`/api/food-logs/${id}`)).body).toMatchObject(apple);
    expect((await other.get('/api/food-logs')).body).toEqual({ data: [], nextCursor: null });
  });

  it('has an address that only an id can be', async () => {
    const person = await house.newcomer();
    for (const id of ['1', 'x'.repeat(900), '%00', `${newId()}0`, '..%2f', `'%20OR%201=1--`, '00000000'])
      expect([id, problemIn(await person.get(`/api/food-logs/${id}`)).status]).toEqual([id, 404]);
    const { id } = (await person.post('/api/food-logs', apple)).body as FoodLog;
    expect((await person.get(`/api/food-logs/${id.toUpperCase()}/`)).status).toBe(200);
  });
});

describe('many food logs', () => {
  it('are written together and answered in the order they were sent', async () => {
    const person = await house.newcomer();
    const written = await person.post('/api/food-logs', numbered(1000));
    expect(written.status).toBe(201);
    expect((written.body as FoodLog[]).map(({ foodName }) => foodName)).toEqual(
      numbered(1000).map(({ foodName }) => foodName),
    );
  });

  it('are written all or not at all, and every wrong place is named', async () => {
    const person = await house.newcomer();
    const logs = [apple, { ...apple, kcal: -1 }, { ...apple, category: 'soap', colour: 'red' }, apple, null];
    expect(pointersIn(await person.post('/api/food-logs', logs))).toEqual([
      '/1/kcal',
      '/2/category',
      '/2/colour',
      '/4',
    ]);
    for (const none of [[], numbered(1001)])
      expect(pointersIn(await person.post('/api/food-logs', none))).toEqual(['']);
    expect((await person.get('/api/food-logs')).body).toEqual({ data: [], nextCursor: null });
  });

  it('are listed by day and category', async () => {
    const person = await house.newcomer();
    await person.post('/api/food-logs', [
      ...['2026-01-01', '2026-01-02', '2026-01-03'].map((loggedOn) => ({ ...apple, loggedOn })),
      { ...apple, foodName: 'Rice', category: 'grain', loggedOn: '2026-01-02' },
    ]);
    const found = async (query: string) =>
      (await pages(person, query)).map(({ loggedOn, category }) => `${loggedOn} ${category}`).sort();
    expect(await found('from=2026-01-02&to=2026-01-02')).toEqual(['2026-01-02 fruit', '2026-01-02 grain']);
    expect(await found('category=grain')).toEqual(['2026-01-02 grain']);
    expect(await found('from=2026-01-03')).toEqual(['2026-01-03 fruit']);
    expect(await found('to=2026-01-01&category=grain')).toEqual([]);
  });

  it('come in pages that neither repeat nor skip while others are written and removed', async () => {
    const person = await house.newcomer();
    await person.post('/api/food-logs', numbered(25));
    const before = await pages(person, 'limit=200');
    const doomed = before.at(-1)?.id ?? '';
    const seen = await pages(person, 'limit=4', async () => {
      await person.post('/api/food-logs', numbered(3, { category: 'snack' }));
      await person.delete(`/api/food-logs/${doomed}`);
    });
    expect(seen.map(({ id }) => id)).toEqual(before.slice(0, -1).map(({ id }) => id));
    expect(before.map(({ foodName }) => foodName)).toEqual(
      [...before].sort((one, other) => (one.id < other.id ? 1 : -1)).map(({ foodName }) => foodName),
    );
  });

  it('refuse a query that means nothing, naming the parameter', async () => {
    const person = await house.newcomer();
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const now = new Date().toISOString();
    const cases: [string, string][] = [
      ['limit=0', 'query:limit'],
      ['limit=201', 'query:limit'],
      ['limit=99999999999999999999', 'query:limit'],
      ['limit=1e2x', 'query:limit'],
      ['limit=1.5', 'query:limit'],
      ['limit=', 'query:limit'],
      ['limit=0x10', 'query:limit'],
      ['limit=%20%205', 'query:limit'],
      ['limit=5&limit=6', 'query:limit'],
      ['from=2026-02-30', 'query:from'],
      ['from=yesterday', 'query:from'],
      ['from=2026-01-01&from=2026-01-02', 'query:from'],
      ['from=', 'query:from'],
      ['to=20260101', 'query:to'],
      ['to=2026-01-01T00:00:00Z', 'query:to'],
      ['from=2026-01-02&to=2026-01-01', 'query:to'],
      ['category=soap', 'query:category'],
      ['category=Fruit', 'query:category'],
      ['page=2', 'query:page'],
      ['account_id=1', 'query:account_id'],
      ['__proto__=1', 'query:__proto__'],
      ['cursor=x', 'query:cursor'],
      ['cursor=', 'query:cursor'],
      [`cursor=${'A'.repeat(5000)}`, 'query:cursor'],
      [`cursor=${forged(['now()', newId()])}`, 'query:cursor'],
      [`cursor=${forged(['0', newId()])}`, 'query:cursor'],
      [`cursor=${forged([now, 'x'])}`, 'query:cursor'],
      [`cursor=${forged([now, `${newId()}' OR 1=1`])}`, 'query:cursor'],
      [`cursor=${forged(['epoch', newId()])}`, 'query:cursor'],
      [`cursor=${forged(['2026-13-01 1', newId()])}`, 'query:cursor'],
      [`cursor=${forged(['+275760-09-13T00:00:00Z', newId()])}`, 'query:cursor'],
      [`cursor=${forged({ at: now, id: newId() })}`, 'query:cursor'],
    ];
    for (const [query, pointer] of cases) {
      const answer = await person.get(`/api/food-logs?${query}`);
      expect([query, answer.status]).toEqual([query, 422]);
      expect([query, pointersIn(answer)]).toEqual([query, [pointer]]);
    }
  });
});
