import { openDatabase, type Database } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { freshDatabase, type TestDatabase } from '../../../../test/support';
import { Erasures, ErasureWork, reopenReturned } from '../index';

let base: TestDatabase;
let database: Database;
beforeAll(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'erasures',
    accountConnections: 8,
    systemConnections: 4,
  });
});
afterAll(async () => {
  await database.close();
  await base.drop();
});

async function person(): Promise<string> {
  const id = newId();
  await database.system(
    `INSERT INTO accounts (id, email, password_hash) VALUES ($1::uuid, $1 || '@example.org', 'x')`,
    [id],
  );
  return id;
}

const take = (work: ErasureWork) => work.take(newId());

describe('an erasure', () => {
  it('is one, however many ask for it at the same time', async () => {
    const erasures = new Erasures(database);
    const id = await person();
    const views = await Promise.all(Array.from({ length: 8 }, () => erasures.request(id)));
    expect(new Set(views.map((view) => view.id)).size).toBe(1);
    expect(await erasures.of(id)).toEqual(views[0]);
    await expect(erasures.request(newId())).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is worked on by one worker at a time, and by the next once the lease of a lost one has lapsed', async () => {
    await database.system('DELETE FROM erasures');
    const view = await new Erasures(database).request(await person());
    const [work, quick] = [new ErasureWork(database, 60), new ErasureWork(database, -1)];
    const claims = await Promise.all(Array.from({ length: 6 }, () => take(quick)));
    expect(claims.some((claim) => claim?.id === view.id)).toBe(true);
    const held = await take(work);
    expect(held?.id).toBe(view.id);
    expect(await take(work)).toBeNull();
    const lost = claims.find((claim) => claim !== null);
    expect(lost === undefined ? null : await work.advance(lost, 'queues')).toBe(false);
    expect(held === null ? null : await work.advance(held, 'queues')).toBe(true);
  });

  it('counts what it removed once, in any number of pieces', async () => {
    await database.system('DELETE FROM erasures');
    const id = await person();
    await database.system(
      `INSERT INTO food_logs (id, account_id, food_name, category, logged_on)
       SELECT gen_random_uuid(), $1, 'Pear', 'fruit', '2026-01-31' FROM generate_series(1, 12001)`,
      [id],
    );
    await new Erasures(database).request(id);
    const work = new ErasureWork(database, 60);
    const claim = await take(work);
    if (claim === null) throw new Error('nothing to take');
    await work.removeRows(claim);
    await work.removeRows(claim);
    expect((await work.facts(claim)).counts).toMatchObject({ food_logs: 12_001 });
    expect(await work.tablesLeft(claim)).toEqual(['accounts']);
    await work.removeAccount(claim);
    expect(await work.tablesLeft(claim)).toEqual([]);
    expect(await work.complete(claim, 'sealed', new Date())).toBe(true);
    expect(await new Erasures(database).of(id)).toMatchObject({ certificate: 'sealed' });
  });

  it('is done again for an account that came back with an old backup', async () => {
    const { rows } = await database.system<{ hash: string }>(
      `SELECT count(*)::text AS hash FROM erasures WHERE step = 'done'`,
    );
    expect(rows[0]?.hash).toBe('1');
    expect(await reopenReturned(database)).toBe(0);
    const id = await person();
    await new Erasures(database).request(id);
    const work = new ErasureWork(database, 60);
    const claim = await take(work);
    if (claim === null) throw new Error('nothing to take');
    await work.removeAccount(claim);
    await work.complete(claim, 'sealed', new Date());
    await database.system(`INSERT INTO accounts (id, email) VALUES ($1::uuid, 'back@example.org')`, [id]);
    expect(await reopenReturned(database)).toBe(1);
    const again = await take(work);
    expect(again).toMatchObject({ subject: id, step: 'stop' });
    const back = await database.system(
      'SELECT email, deleted_at IS NOT NULL AS closed FROM accounts WHERE id = $1',
      [id],
    );
    expect(back.rows).toEqual([{ email: null, closed: true }]);
  });
});
