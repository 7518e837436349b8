import { openDatabase, type Database } from '@pressroom/entities';
import { DomainError, newId } from '@pressroom/kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import { FoodLogs, foodLogQuery, newFoodLog, type NewFoodLog } from './index';

const log = (more: Record<string, unknown> = {}): NewFoodLog =>
  newFoodLog.parse({ foodName: 'Apple', category: 'fruit', loggedOn: '2024-02-29', ...more });

const faultOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof DomainError ? error.fault : 'unnamed'),
  );

describe('the food diary', () => {
  const [mine, other] = [newId(), newId()];
  let server: TestDatabase;
  let database: Database;
  let logs: FoodLogs;

  beforeAll(async () => {
    server = await freshDatabase();
    database = await openDatabase({
      url: server.url,
      name: 'food-logs test',
      accountConnections: 4,
      systemConnections: 1,
    });
    await database.system('INSERT INTO accounts (id) VALUES ($1), ($2)', [mine, other]);
    logs = new FoodLogs(database);
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await server.drop();
  });

  beforeEach(() => database.system('DELETE FROM food_logs'));

  it('keeps an entry as it was given', async () => {
    const given = {
      foodName: '=1+1 "<b>" תפוח 🍏',
      category: 'snack',
      loggedOn: '2024-03-10',
      loggedAt: '2024-03-10T10:30:00.000Z',
      mealType: 'breakfast',
      quantity: 1.005,
      unit: 'cup',
      kcal: 1.005,
      proteinG: 0,
      carbsG: 0.1,
      fatG: 0.2,
      fibreG: 1e-7,
      sugarG: 10_000,
      sodiumMg: 200_000,
    };
    const [created] = await logs.create(mine, [log({ ...given, timeZone: 'America/Los_Angeles' })]);
    expect(created).toMatchObject({ ...given, source: 'api' });
    expect(await logs.read(mine, created?.id ?? '')).toEqual(created);
    const { rows } = await database.system('SELECT local_hour, logged_on FROM food_logs');
    expect(rows).toEqual([{ local_hour: 3, logged_on: '2024-03-10' }]);
  });

  it('writes many in their order, all or none', async () => {
    const created = await logs.create(
      mine,
      Array.from({ length: 1000 }, (_, at) => log({ foodName: `food ${at}` })),
    );
    expect(created.map(({ foodName }) => foodName)).toEqual(
      Array.from({ length: 1000 }, (_, at) => `food ${at}`),
    );
    await expect(logs.create(newId(), [log(), log()])).rejects.toThrow();
    const { rows } = await database.system('SELECT count(*)::int AS n FROM food_logs');
    expect(rows).toEqual([{ n: 1000 }]);
  });

  it('lists newest first, page by page, without gaps or repeats while entries arrive', async () => {
    const first = await logs.create(
      mine,
      Array.from({ length: 5 }, () => log()),
    );
    await logs.create(mine, [log({ loggedOn: '2024-01-01' }), log({ category: 'dairy' })]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await logs.list(mine, foodLogQuery.parse({ limit: '2', ...(cursor && { cursor }) }));
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
      await logs.create(mine, [log({ foodName: 'late' })]);
    } while (cursor !== undefined);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    expect(seen.slice(-5)).toEqual(first.map(({ id }) => id).reverse());
  });

  it('filters by dates and category', async () => {
    await logs.create(mine, [
      log({ loggedOn: '2024-01-01' }),
      log({ loggedOn: '2024-01-02', category: 'dairy' }),
      log({ loggedOn: '2024-01-03' }),
    ]);
    const dates = async (query: Record<string, string>): Promise<string[]> =>
      (await logs.list(mine, foodLogQuery.parse(query))).data.map(({ loggedOn }) => loggedOn).sort();
    expect(await dates({ from: '2024-01-02' })).toEqual(['2024-01-02', '2024-01-03']);
    expect(await dates({ to: '2024-01-02' })).toEqual(['2024-01-01', '2024-01-02']);
    expect(await dates({ from: '2024-01-01', to: '2024-01-02', category: 'dairy' })).toEqual(['2024-01-02']);
  });

  it('changes what is named and clears what is null', async () => {
    const [created] = await logs.create(mine, [log({ kcal: 52, mealType: 'snack' })]);
    const changed = await logs.change(mine, created?.id ?? '', { kcal: null, foodName: 'Pear' });
    expect(changed).toEqual({ ...created, kcal: null, foodName: 'Pear' });
  });

  it('shows, changes and removes nothing of another account', async () => {
    const [created] = await logs.create(other, [log()]);
    const id = created?.id ?? '';
    expect((await logs.list(mine, foodLogQuery.parse({}))).data).toEqual([]);
    expect(await faultOf(logs.read(mine, id))).toBe('missing');
    expect(await faultOf(logs.change(mine, id, { kcal: 1 }))).toBe('missing');
    expect(await faultOf(logs.remove(mine, id))).toBe('missing');
    expect(await logs.read(other, id)).toEqual(created);
  });

  it('has nothing under an id that is none', async () => {
    expect(await faultOf(logs.read(mine, "'; DROP TABLE food_logs; --"))).toBe('missing');
    expect(await faultOf(logs.remove(mine, newId()))).toBe('missing');
  });

  it('forgets what is removed', async () => {
    const [created] = await logs.create(mine, [log()]);
    await logs.remove(mine, created?.id ?? '');
    expect(await faultOf(logs.read(mine, created?.id ?? ''))).toBe('missing');
  });
});
