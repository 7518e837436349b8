import pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Database, SystemDatabase } from './database';
import * as delivery from './delivery/entities';
import * as feedback from './feedback/entities';
import * as identity from './identity/entities';
import * as imports from './imports/entities';
import { migrations } from './migrations';
import * as nutrition from './nutrition/entities';
import * as people from './people/entities';
import { pgTypes, sessionSettings, STATEMENT_TIMEOUT_MS, type SessionOptions } from './pg-session';
import * as reports from './reports/entities';
import * as stores from './stores/entities';

/** Every entity by name: no globs, so that a forgotten one is seen. */
export const entities = [
  identity.Account,
  identity.Session,
  identity.RefreshToken,
  identity.ApiKey,
  identity.PhoneChallenge,
  identity.ExternalIdentity,
  identity.SpentIdToken,
  identity.AuditEvent,
  delivery.Delivery,
  imports.Import,
  nutrition.FoodLog,
  feedback.FeedbackSubmission,
  people.Erasure,
  people.Consent,
  reports.Report,
  reports.Artefact,
  reports.IdempotencyKey,
  stores.Store,
  stores.StoreHours,
  stores.StorePoll,
];

export interface PoolOptions extends SessionOptions {
  url: string;
  max: number;
  /** Shown in pg_stat_activity: tells which process a query belongs to. */
  name: string;
  /** Longest wait for a free connection, 3 s unless told otherwise. */
  waitMs?: number;
}

/** What the server is given beyond its own limit for a statement before it counts as gone. */
const GRACE_MS = 5000;

/**
 * The server ends what takes too long; a server that is gone without a word ends nothing. So a connection that gives no
 * answer for longer than the server's own limit is given up, and an idle one is probed.
 */
function answersInTime({ statementTimeoutMs = STATEMENT_TIMEOUT_MS }: PoolOptions) {
  return {
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...(statementTimeoutMs === 0 ? {} : { query_timeout: statementTimeoutMs + GRACE_MS }),
  };
}

/** A pool of plain connections. */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    connectionTimeoutMillis: options.waitMs ?? 3000,
    idleTimeoutMillis: 60_000,
    ...answersInTime(options),
    application_name: options.name,
    options: sessionSettings(options),
    types: pgTypes,
  });
  // A connection that breaks while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

export function dataSourceOptions(options: PoolOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url: options.url,
    entities,
    migrations,
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    applicationName: options.name,
    poolSize: options.max,
    connectTimeoutMS: options.waitMs ?? 3000,
    poolErrorHandler: () => undefined,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    extra: {
      options: sessionSettings(options),
      types: pgTypes,
      idleTimeoutMillis: 60_000,
      ...answersInTime(options),
    },
  };
}

export interface DatabaseOptions {
  url: string;
  name: string;
  /** Connections for work on behalf of accounts. */
  accountConnections: number;
  /** Connections for work of the service itself. */
  systemConnections: number;
  /** Longest wait for a free connection. */
  waitMs?: number;
  statementTimeoutMs?: number;
}

/** Opens the door to the rows and checks that the database answers. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { accountConnections, systemConnections, ...common } = options;
  const source = new DataSource(dataSourceOptions({ ...common, max: accountConnections }));
  await source.initialize();
  const system = createPool({
    ...common,
    max: systemConnections,
    name: `${options.name} system`,
    scope: 'system',
  });
  return new Database(source, system);
}

/** Opens the door for a process that only does work of the service itself. Connects at the first statement. */
export function openSystemDatabase(options: Omit<DatabaseOptions, 'accountConnections'>): SystemDatabase {
  const { systemConnections, ...common } = options;
  return new SystemDatabase(createPool({ ...common, max: systemConnections, scope: 'system' }));
}
