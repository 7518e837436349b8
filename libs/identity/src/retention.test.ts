import { newId } from '@pressroom/kernel';
import { openSystemDatabase, type SystemDatabase } from '@pressroom/entities';
import { freshDatabase, type TestDatabase } from '../../../test/support';
import { forgetSessions } from './retention';

describe('old sessions', () => {
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

  it('go with their tokens once they have been over for the whole retention', async () => {
    const account = newId();
    await sql.system(`INSERT INTO accounts (id) VALUES ($1)`, [account]);
    const open = async (expires: string, ended: string | null): Promise<string> => {
      const id = newId();
      await sql.system(
        `INSERT INTO sessions (id, account_id, expires_at, ended_at)
         VALUES ($1, $2, app_now() + $3::interval, app_now() + $4::interval)`,
        [id, account, expires, ended],
      );
      await sql.system(
        `INSERT INTO refresh_tokens (id, session_id, account_id, token_hash, expires_at)
         VALUES ($1, $2, $3, $4, app_now())`,
        [newId(), id, account, Buffer.from(id)],
      );
      return id;
    };
    await open('-31 days', null);
    await open('10 days', '-31 days');
    const kept = [await open('10 days', null), await open('-29 days', null), await open('10 days', '-1 day')];
    expect(await forgetSessions(sql, 30)).toBe(2);
    const { rows } = await sql.system<{ id: string }>(
      `SELECT s.id FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id`,
    );
    expect(rows.map(({ id }) => id).sort()).toEqual(kept.sort());
  });
});
