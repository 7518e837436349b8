import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase, type SpawnedApp, spawnApp, startRedis, testEnvironment } from '../support';
import { Client } from './client';

/** A signed-in account. */
export class Person extends Client {
  constructor(
    url: string,
    token: string,
    readonly refreshToken: string,
    readonly id: string,
    readonly email: string,
  ) {
    super(url, token);
  }
}

export interface House {
  url: string;
  api: SpawnedApp;
  environment: Record<string, string>;
  /** For a superuser: behind the walls. */
  adminUrl: string;
  /** For the owner of the tables, who is no superuser: row-level security holds. */
  databaseUrl: string;
  /** Not signed in. */
  stranger: Client;
  newcomer(): Promise<Person>;
  close(): Promise<void>;
}

export const PASSWORD = 'seven green kettles';

/** The built api, and a worker unless told otherwise, with a database, a Redis and files of their own. */
export async function openHouse({
  worker = true,
  environment: extra = {},
}: { worker?: boolean; environment?: Record<string, string> } = {}): Promise<House> {
  const [database, redis] = await Promise.all([freshDatabase(), startRedis({ durable: false })]);
  const environment = {
    ...testEnvironment({ databaseUrl: database.url, redisUrl: redis.url }),
    ...extra,
  };
  const patience = { patienceMs: 90_000 };
  const apps = await Promise.all([
    spawnApp('api', environment, patience),
    ...(worker ? [spawnApp('worker', environment, patience)] : []),
  ] as const);
  const [api] = apps;
  let serial = 0;
  return {
    url: api.url,
    api,
    environment,
    adminUrl: database.adminUrl,
    databaseUrl: database.url,
    stranger: new Client(api.url),
    newcomer: () => signUp(api.url, `person${(serial += 1)}@example.org`),
    close: async () => {
      await Promise.all(apps.map((app) => app.stop()));
      await redis.stop();
      await database.drop();
    },
  };
}

export async function signUp(url: string, email: string): Promise<Person> {
  const answer = await new Client(url).post('/api/auth/signup', { email, password: PASSWORD });
  if (answer.status !== 201) throw new Error(`sign-up was answered ${answer.status}: ${answer.text}`);
  const { accessToken, refreshToken, user } = answer.body as {
    accessToken: string;
    refreshToken: string;
    user: { id: string };
  };
  return new Person(url, accessToken, refreshToken, user.id, email);
}

export interface Artefact {
  format: string;
  fileName: string;
  bytes: number;
  rows: number;
  omittedRows: number;
  sha256: string;
  downloadUrl: string;
  downloadUrlExpiresAt: string;
}

export interface Report {
  id: string;
  template: string;
  formats: string[];
  parameters: Record<string, unknown>;
  status: string;
  progress: { phase: string | null; done: number | null; total: number | null; percent: number };
  attempts: number;
  createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  error?: { code: string; message: string };
  artefacts: Artefact[];
  downloadUrl?: string;
}

export async function createReport(person: Client, request: object): Promise<Report> {
  const answer = await person.post('/api/reports', request);
  if (answer.status !== 202) throw new Error(`a report was answered ${answer.status}: ${answer.text}`);
  return answer.body as Report;
}

const FINAL = ['COMPLETED', 'FAILED', 'CANCELLED', 'EXPIRED'];

/** Asks until the report has ended. @throws after a minute */
export async function ended(person: Client, id: string): Promise<Report> {
  let last = '';
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const answer = await person.get(`/api/reports/${id}`);
    last = answer.text;
    const report = answer.body as Report;
    if (FINAL.includes(report.status)) return report;
  }
  throw new Error(`a report has not ended within a minute: ${last}`);
}

/** A finished report. @throws when it ended otherwise */
export async function madeReport(person: Client, request: object): Promise<Report> {
  const report = await ended(person, (await createReport(person, request)).id);
  if (report.status !== 'COMPLETED')
    throw new Error(`the report is ${report.status}: ${report.error?.code ?? ''}`);
  return report;
}
