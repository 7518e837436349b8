import { createPool, type Database, inSnapshot, openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import {
  hoursImport,
  instantText,
  PgHistoryReader,
  pollImport,
  type StoreHistory,
  zoneImport,
} from './index';
import { at } from './test-stores';
import { importRows } from './test-import';

let base: TestDatabase;
let database: Database;
let pool: ReturnType<typeof createPool>;
let accountId: string;

beforeAll(async () => {
  base = await freshDatabase();
  const url = base.url;
  database = await openDatabase({ url, name: 'stores test', accountConnections: 2, systemConnections: 1 });
  pool = createPool({ url, max: 1, name: 'stores test read' });
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
});

type Kind = Parameters<typeof importRows>[2];
const take = (kind: Kind, ...rows: string[]) =>
  database.inAccount(accountId, (tx) =>
    importRows(
      tx,
      accountId,
      kind,
      rows.map((row) => row.split(',')),
    ),
  );

async function histories(since: string, stores: string[] = [], asOf: string | null = null) {
  return inSnapshot(pool, { scope: { accountId }, timeoutMs: 10_000 }, async (snapshot) => {
    const reader = new PgHistoryReader(snapshot);
    const now = await reader.newestPoll(accountId, asOf === null ? null : at(asOf));
    const found: StoreHistory[] = [];
    if (now !== null)
      for await (const batch of reader.histories({ accountId, stores, since: at(since), now }))
        found.push(...batch);
    return {
      now: now === null ? null : instantText(now),
      stores: found.map(({ storeId, zone, hours, polls, firstPoll }) => ({
        ...{ storeId, zone, hours, firstPoll: instantText(firstPoll) },
        polls: [...polls.times].map((time, n) => `${instantText(time)}${polls.up[n] === 1 ? '+' : '-'}`),
      })),
    };
  });
}

const LONG = '1472400125885919118';

describe('imports of stores', () => {
  it('add polls, know repeated ones, and let the later of two win', async () => {
    expect(
      await take(
        pollImport,
        `${LONG},active,2023-01-25 18:13:22.47922 UTC`,
        `${LONG},inactive,2023-01-25T17:13:22Z`,
        `b4e0-uuid,INACTIVE ,2023-01-25 12:00:00+02:00`,
        `${LONG},inactive,2023-01-25 18:13:22.479220`,
      ),
    ).toEqual({ kept: 3, known: 1, refused: [] });
    expect(await take(pollImport, `${LONG},inactive,2023-01-25 17:13:22 UTC`)).toMatchObject({
      kept: 0,
      known: 1,
    });
    expect(
      await take(pollImport, `${LONG},active,2023-01-25 17:13:22 UTC`, `${LONG},active,2023-01-25 19:00:00`),
    ).toMatchObject({ kept: 2, known: 0 });
    expect(await histories('2023-01-25 17:30:00')).toEqual({
      now: '2023-01-25 19:00:00',
      stores: [
        {
          ...{ storeId: LONG, zone: null, hours: [], firstPoll: '2023-01-25 17:13:22' },
          polls: ['2023-01-25 17:13:22+', '2023-01-25 18:13:22.47922-', '2023-01-25 19:00:00+'],
        },
        {
          ...{ storeId: 'b4e0-uuid', zone: null, hours: [], firstPoll: '2023-01-25 10:00:00' },
          polls: ['2023-01-25 10:00:00-'],
        },
      ],
    });
  });

  it('see only polls up to an earlier now, and leave out stores without any', async () => {
    await take(
      pollImport,
      'a,active,2023-01-25 10:00:00',
      'a,active,2023-01-25 12:00:00',
      'b,active,2023-01-25 11:30:00',
    );
    const { now, stores } = await histories('2023-01-25 00:00:00', [], '2023-01-25 11:00:00');
    expect(now).toBe('2023-01-25 10:00:00');
    expect(stores.map(({ storeId, polls }) => [storeId, polls])).toEqual([['a', ['2023-01-25 10:00:00+']]]);
    const of = await histories('2023-01-25 00:00:00', ['b']);
    expect(of.now).toBe('2023-01-25 12:00:00');
    expect(of.stores.map(({ storeId }) => storeId)).toEqual(['b']);
  });

  it('replace the hours of the stores that a file names, and of no others', async () => {
    await take(pollImport, 'a,active,2023-01-25 10:00:00', 'b,active,2023-01-25 10:00:00');
    expect(
      await take(hoursImport, 'a,0,09:00:00,12:00:00', 'a,0,13:00,23:59:59', 'b,6,00:00:00,24:00:00'),
    ).toEqual({ kept: 3, known: 0, refused: [] });
    expect(await take(hoursImport, 'a,0,09:00:00,12:00:00', 'a,1,09:00:00,12:00:00')).toMatchObject({
      kept: 1,
      known: 1,
    });
    expect(await take(hoursImport, 'a,0,09:00:00,12:00:00', 'a,1,09:00:00,12:00:00')).toMatchObject({
      kept: 0,
      known: 2,
    });
    const { stores } = await histories('2023-01-25 00:00:00');
    expect(stores.map(({ hours }) => hours)).toEqual([
      [
        { day: 0, opens: 32400, closes: 43200 },
        { day: 1, opens: 32400, closes: 43200 },
      ],
      [{ day: 6, opens: 0, closes: 86400 }],
    ]);
  });

  it('set zones, the last line of a store winning', async () => {
    await take(pollImport, 'a,active,2023-01-25 10:00:00');
    expect(await take(zoneImport, 'a,Asia/Beirut', 'z,UTC', 'a,America/Boise')).toMatchObject({
      kept: 2,
      known: 1,
    });
    expect(await take(zoneImport, 'a,America/Boise')).toMatchObject({ kept: 0, known: 1 });
    expect((await histories('2023-01-25 00:00:00')).stores.map(({ zone }) => zone)).toEqual([
      'America/Boise',
    ]);
  });

  it('refuse rows that say nothing clear', async () => {
    const polls = await take(
      pollImport,
      ',active,2023-01-25 10:00:00',
      'a,open,2023-01-25 10:00:00',
      'a,active,2023-02-30 10:00:00',
      'a,active,2023-01-25 25:00:00 UTC',
      'a,active,yesterday',
      'a,ACTIVE ,2023-01-25 10:00:00',
    );
    expect(polls.kept).toBe(1);
    expect(polls.refused.map((words) => words.split(':')[0])).toEqual([
      ...['store_id', 'status', 'timestamp_utc', 'timestamp_utc', 'timestamp_utc'],
    ]);
    const hours = await take(
      hoursImport,
      'a,7,09:00,10:00',
      'a,-1,09:00,10:00',
      'a,1,24:00,10:00',
      'a,1,09:00,25:00',
    );
    expect(hours.refused.map((words) => words.split(':')[0])).toEqual([
      ...['day', 'day', 'start_time_local', 'end_time_local'],
    ]);
    expect((await take(zoneImport, 'a,Mars/Olympus', 'a,', 'a,America/Chicago')).refused).toHaveLength(2);
  });

  it('keep accounts apart, and leave nothing when one goes', async () => {
    await take(pollImport, 'a,active,2023-01-25 10:00:00');
    await take(hoursImport, 'a,0,09:00:00,12:00:00');
    const first = accountId;
    accountId = newId();
    await database.system(`INSERT INTO accounts (id, email) VALUES ($1, $2)`, [
      accountId,
      `${accountId}@example.org`,
    ]);
    expect((await histories('2023-01-25 00:00:00')).now).toBeNull();
    await take(pollImport, 'a,inactive,2023-01-25 10:00:00');
    await database.system('DELETE FROM accounts WHERE id = $1', [first]);
    const { rows } = await database.system<{ left: number }>(
      `SELECT ((SELECT count(*) FROM store_polls WHERE account_id = $1) +
               (SELECT count(*) FROM store_hours WHERE account_id = $1))::int AS left`,
      [first],
    );
    expect(rows[0]).toEqual({ left: 0 });
    expect((await histories('2023-01-25 00:00:00')).stores).toHaveLength(1);
  });
});
