import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { nextFreePort, RedisServer, withClient } from '../../apps/cli/src/servers';
import { freshDatabase, startPostgres, startRedis, tempFolder } from './index';

const ask = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query<{ answer: unknown }>(sql)).rows[0]?.answer);

describe('servers of our own', () => {
  it('give each test file a migrated database that an ordinary role owns', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    expect(await ask(one.url, 'SELECT usesuper AS answer FROM pg_user WHERE usename = current_user')).toBe(
      false,
    );
    expect(await ask(one.url, `SELECT to_regclass('public.reports') IS NOT NULL AS answer`)).toBe(true);
    expect(await ask(two.url, 'SELECT current_database() AS answer')).not.toBe(
      await ask(one.url, 'SELECT current_database() AS answer'),
    );
    await Promise.all([one.drop(), two.drop()]);
    await expect(ask(one.url, 'SELECT 1 AS answer')).rejects.toThrow('does not exist');
  });

  it('let PostgreSQL crash and come back on its port with what was committed', async () => {
    const server = await startPostgres();
    await withClient(server.url, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS answer'));
    await server.restart('immediate');
    expect(await ask(server.url, 'TABLE kept')).toBe(7);
    await server.kill();
    await expect(ask(server.url, 'TABLE kept')).rejects.toThrow();
    await server.restart();
    expect(await ask(server.url, 'TABLE kept')).toBe(7);
    await server.stop();
  });

  it('freeze PostgreSQL without closing its connections', async () => {
    const server = await startPostgres({ durable: false });
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    server.pause();
    const answer = client.query('SELECT 1');
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 200, 'nothing'))]);
    expect(first).toBe('nothing');
    server.resume();
    expect((await answer).rowCount).toBe(1);
    await client.end();
    await server.stop();
  });

  it('let Redis be killed and come back on its port', async () => {
    const server = await startRedis();
    await server.kill();
    await server.restart();
    expect(new URL(server.url).port).toBe(String(server.port));
    await server.stop();
  });

  it('take the next port when the wished one is busy', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await nextFreePort(port)).toBeGreaterThan(port);
    const { path } = tempFolder('redis');
    const server = await RedisServer.start({ folder: path, log: join(path, 'log'), port });
    expect(server.port).toBeGreaterThan(port);
    await server.stop();
    await new Promise((resolve) => taken.close(resolve));
  });

  it('end a Redis that a killed start left over the same folder', async () => {
    const { path } = tempFolder('redis');
    const options = { folder: path, log: join(path, 'log') };
    const forgotten = await RedisServer.start(options);
    const next = await RedisServer.start(options);
    await forgotten.exited;
    expect(next.pid).not.toBe(forgotten.pid);
    await next.stop();
  });
});
