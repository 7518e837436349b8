import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { migrate } from '@pressroom/entities';
import { ensureDatabase, OWNER, ownerUrl, PostgresServer, withClient } from '../../apps/cli/src/servers';
import { OWNER_PASSWORD, remember } from './servers';
import { testRoot } from './test-root';

const TEMPLATE = 'pressroom_template';

export interface TestDatabase {
  /** Address for the owner, who is no superuser: row-level security holds. */
  url: string;
  /** Address for a superuser, for looking behind the walls. */
  adminUrl: string;
  drop(): Promise<void>;
}

/**
 * A migrated database of the caller's own on the run's shared server (fsync off), in some 50 ms.
 * @param options `empty`: without the migrations
 */
export async function freshDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const adminUrl = await sharedServer();
  const name = `t_${randomBytes(8).toString('hex')}`;
  const template = options.empty === true ? 'template0' : TEMPLATE;
  await withClient(adminUrl, (client) =>
    // Without fsync a copy of files takes half as long as one that goes through the log.
    client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${OWNER} STRATEGY file_copy`),
  );
  const admin = new URL(adminUrl);
  admin.pathname = `/${name}`;
  return {
    url: ownerUrl(adminUrl, name, OWNER_PASSWORD),
    adminUrl: admin.href,
    drop: async () => {
      await withClient(adminUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** The server's address as superuser. The first test file that asks starts it, the others wait for its note. */
async function sharedServer(): Promise<string> {
  const folder = join(testRoot(), 'cluster');
  const note = join(folder, 'admin-url');
  const failure = join(folder, 'failure');
  if (makesFolder(folder)) {
    try {
      leave(note, await startShared(folder));
    } catch (error) {
      leave(failure, String(error));
      throw error;
    }
  }
  for (const deadline = Date.now() + 60_000; !existsSync(note); await wait(20)) {
    if (existsSync(failure)) throw new Error(readFileSync(failure, 'utf8'));
    if (Date.now() > deadline) throw new Error('the shared PostgreSQL of this test run did not come up');
  }
  return readFileSync(note, 'utf8');
}

async function startShared(folder: string): Promise<string> {
  const server = await PostgresServer.start({
    folder: join(folder, 'data'),
    log: join(folder, 'log'),
    durable: false,
  });
  remember(server.pid);
  const template = await ensureDatabase(server.adminUrl(), TEMPLATE, OWNER_PASSWORD);
  await migrate(template);
  return server.adminUrl();
}

function makesFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 });
    return true;
  } catch {
    // the folder is there: another test file makes the server
    return false;
  }
}

/** Whole or not at all. */
function leave(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
