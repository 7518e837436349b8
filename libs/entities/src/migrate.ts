import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';

/** Any constant: it names the one lock that all starters of this database share. */
const MIGRATION_LOCK = 7_033_901_122;

/**
 * Brings the schema up to date. Safe to run from any number of processes at once: one works, the others wait for it.
 * @returns the names of the migrations that this call ran
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url, application_name: 'pressroom migrate' });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = new DataSource(
      dataSourceOptions({ url, max: 2, name: 'pressroom migrate', statementTimeoutMs: 0 }),
    );
    await source.initialize();
    try {
      const ran = await source.runMigrations();
      return ran.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}
