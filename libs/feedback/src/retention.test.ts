import { newId } from '@pressroom/kernel';
import { openSystemDatabase, type SystemDatabase } from '@pressroom/entities';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import { forgetSubmissions } from './retention';

describe('old submissions', () => {
  let database: TestDatabase;
  let sql: SystemDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
    sql = openSystemDatabase({ url: database.url, name: 'test', systemConnections: 1 });
  });
  afterAll(async () => {
    await sql.close();
    await database.drop();
  });

  it('go after the retention, whosoever they are', async () => {
    for (const age of ['31 days', '40 days', '29 days']) {
      const account = newId();
      await sql.system(`INSERT INTO accounts (id) VALUES ($1)`, [account]);
      await sql.system(
        `INSERT INTO feedback_submissions (id, account_id, students, events, packed, created_at)
         VALUES ($1, $2, 1, 0, '', app_now() - $3::interval)`,
        [newId(), account, age],
      );
    }
    expect(await forgetSubmissions(sql, 30)).toBe(2);
    expect((await sql.system(`SELECT 1 FROM feedback_submissions`)).rowCount).toBe(1);
  });
});
