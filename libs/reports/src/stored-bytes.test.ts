import { type Database, openDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { Acceptance, Executions } from './index';
import { freshDatabase } from '../../../test/support';

const MAX_ATTEMPTS = 4;

describe('the bytes an account may keep', () => {
  let base: Awaited<ReturnType<typeof freshDatabase>>;
  let database: Database;
  beforeAll(async () => {
    base = await freshDatabase();
    database = await openDatabase({
      url: base.url,
      name: 'bytes',
      accountConnections: 2,
      systemConnections: 2,
    });
  });
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  const api = (): Acceptance =>
    new Acceptance(database, {
      openQuota: 100,
      runningQuota: 4,
      perDayQuota: 1000,
      byteQuota: 1000,
      maxAttempts: MAX_ATTEMPTS,
    });

  async function account(): Promise<string> {
    const id = newId();
    await database.system('INSERT INTO accounts (id, email) VALUES ($1, $2)', [id, `${id}@a.test`]);
    return id;
  }

  const orderFor = (accountId: string) => ({
    accountId,
    template: 't',
    templateVersion: '1',
    formats: ['csv'],
    parameters: {},
    context: {},
    queue: 'reports-interactive',
    limitSeconds: 60,
    traceparent: null,
  });

  /** A finished report whose file weighs so much. */
  async function finished(accountId: string, bytes: number): Promise<string> {
    const { report } = await api().accept(orderFor(accountId));
    const executions = new Executions(database, { leaseSeconds: 20, retry: { backoffSeconds: [0] } });
    const claim = await executions.claim(report.id, 0, newId(), 'worker');
    if (claim === null) throw new Error('not claimed');
    const file = { format: 'csv', fileKey: `${report.id}/csv`, fileName: 'a.csv', mediaType: 'text/csv' };
    const figures = { bytes, rows: 1, omittedRows: 0, sha256: '0'.repeat(64) };
    expect(await executions.publish(claim, [{ ...file, ...figures }])).toBe('published');
    return report.id;
  }

  it('refuse a report past the quota until something is deleted, and are nobody else’s', async () => {
    const [full, other] = [await account(), await account()];
    const first = await finished(full, 600);
    await finished(full, 400);
    const acceptance = api();
    await expect(acceptance.accept(orderFor(full))).rejects.toMatchObject({
      fault: 'limited',
      code: 'too_many_bytes',
      detail: expect.stringContaining('1000 bytes') as string,
    });
    await expect(acceptance.accept(orderFor(other))).resolves.toMatchObject({ ring: true });
    await acceptance.remove(full, first);
    await expect(acceptance.accept(orderFor(full))).resolves.toMatchObject({ ring: true });
  });
});
