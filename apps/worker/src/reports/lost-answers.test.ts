import { openSystemDatabase, type SystemDatabase, type Sql, type SystemSql } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { createLogger, Metrics } from '@pressroom/platform';
import { Executions } from '@pressroom/reports';
import { LocalStore } from '@pressroom/storage';
import { freshDatabase, filesBelow, tempFolder } from '../../../../test/support';
import type { BuildPool } from '../builds/build-pool';
import type { BuildOrder } from '../builds/messages';
import { BuildReport } from './build-report';
import { ReportMetrics } from './report-metrics';
import { RunningBuilds } from './running-builds';

/** PostgreSQL whose answers are lost: the statement is done, and the caller hears of a broken connection. */
class Forgetful implements SystemSql {
  /** What is left to be lost, by a word of the statement. */
  lost = new Map<string, number>();
  constructor(private readonly inner: SystemDatabase) {}

  async system<Row>(sql: Sql, params: readonly unknown[] = []): Promise<{ rows: Row[]; rowCount: number }> {
    const answer = await this.inner.system<Row>(sql, params);
    const text = typeof sql === 'string' ? sql : sql.text;
    for (const [word, left] of this.lost) {
      if (!text.includes(word) || left === 0) continue;
      this.lost.set(word, left - 1);
      throw new Error('Connection terminated unexpectedly');
    }
    return answer;
  }
}

const CLAIM = `SET status = 'RUNNING'`;
const PUBLISH = `SET status = 'COMPLETED'`;
const RELEASE = 'attempts = attempts -';

describe('an answer of the database that is lost', () => {
  let base: Awaited<ReturnType<typeof freshDatabase>>;
  let database: SystemDatabase;
  let forgetful: Forgetful;
  const folder = tempFolder('files').path;
  const store = new LocalStore(folder);
  const accountId = newId();

  beforeAll(async () => {
    base = await freshDatabase();
    database = openSystemDatabase({ url: base.url, name: 'lost answers', systemConnections: 4 });
    await database.system('INSERT INTO accounts (id, email) VALUES ($1, $2)', [accountId, 'a@a.test']);
  });
  beforeEach(() => {
    forgetful = new Forgetful(database);
  });
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  async function newReport(): Promise<string> {
    const id = newId();
    await database.system(
      `INSERT INTO reports (id, account_id, template, template_version, formats, parameters, context, queue, max_attempts, limit_seconds)
       VALUES ($1, $2, 'test.any', '1', '{csv}', '{}', '{}', 'reports-interactive', 4, 60)`,
      [id, accountId],
    );
    return id;
  }

  /** @param leaseSeconds for so long an outcome is repeated */
  function buildReport(fails = false, leaseSeconds = 20): BuildReport {
    const executions = new Executions(forgetful, { leaseSeconds, retry: { backoffSeconds: [0] } });
    const logger = createLogger({ service: 'pressroom-worker', level: 'silent' });
    const settings = { beatMs: 1000, leaseSeconds, memoryBytes: Number.MAX_SAFE_INTEGER };
    const run = async (order: BuildOrder) => {
      const draft = await store.create(`${order.folder}/csv.csv`);
      draft.sink.end('a,b');
      const stored = await draft.commit();
      if (fails) throw new Error('this build fails');
      const artefact = {
        format: 'csv' as const,
        fileKey: draft.key,
        fileName: 'a.csv',
        mediaType: 'text/csv',
        rows: 0,
        omittedRows: 0,
        ...stored,
      };
      return { artefacts: [artefact], timings: { readMs: 1, writeMs: 1 } };
    };
    const pool = { acquire: () => Promise.resolve({ run, release: () => undefined }) };
    return new BuildReport({
      executions,
      running: new RunningBuilds(executions, settings, logger),
      pool: pool as unknown as BuildPool,
      store,
      metrics: new ReportMetrics(new Metrics('worker')),
      logger,
      cancelBackend: () => Promise.resolve(),
      open: () => true,
      workerId: 'test',
      leaseSeconds,
    });
  }

  const row = async (id: string) => {
    const { rows } = await database.system<{ status: string; attempts: number; claim_no: number }>(
      'SELECT status, attempts, claim_no FROM reports WHERE id = $1',
      [id],
    );
    return rows[0];
  };
  const filesOf = (id: string): string[] => filesBelow(folder).filter((key) => key.includes(id));

  it.each([
    ['a claim', CLAIM],
    ['a publication', PUBLISH],
  ])('to %s costs no execution: the report is published once, and its file is there', async (_what, word) => {
    const id = await newReport();
    forgetful.lost.set(word, 2);
    expect(await buildReport().run(id, 0)).toMatchObject({ outcome: 'published' });
    expect(await row(id)).toEqual({ status: 'COMPLETED', attempts: 1, claim_no: 1 });
    expect(filesOf(id)).toHaveLength(1);
  });

  it('to a release counts the execution once', async () => {
    const id = await newReport();
    forgetful.lost.set(RELEASE, 1);
    await buildReport(true).run(id, 0);
    expect(await row(id)).toEqual({ status: 'PENDING', attempts: 1, claim_no: 1 });
    expect(filesOf(id)).toEqual([]);
  });

  it('to every try of a publication that was done leaves the file alone: it is the report', async () => {
    const id = await newReport();
    forgetful.lost.set(PUBLISH, 1000);
    forgetful.lost.set('AS published', 1000);
    await expect(buildReport(false, 1).run(id, 0)).rejects.toThrow('Connection terminated');
    expect(await row(id)).toEqual({ status: 'COMPLETED', attempts: 1, claim_no: 1 });
    expect(filesOf(id)).toHaveLength(1);
  });
});
