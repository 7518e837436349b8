import type { Config } from '@pressroom/config';
import { type Database, openDatabase } from '@pressroom/entities';
import { Accounts, AuditLog, Passwords } from '@pressroom/identity';

/** What commands that write rows need. */
export interface House {
  database: Database;
  accounts: Accounts;
  passwords: Passwords;
}

/** Opens the rows for one command and closes them after it. */
export async function inHouse<Result>(
  config: Config,
  work: (house: House) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({
    url: config.database.url,
    name: 'pressroom cli',
    accountConnections: 2,
    systemConnections: 2,
    statementTimeoutMs: 0,
  });
  try {
    const passwords = new Passwords();
    return await work({
      database,
      passwords,
      accounts: new Accounts(database, passwords, new AuditLog(database)),
    });
  } finally {
    await database.close();
  }
}
