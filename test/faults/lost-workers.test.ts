import { openSystemDatabase, type SystemDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { Executions, Sweeps } from '@pressroom/reports';
import { freshDatabase } from '../support';

const SETTINGS = {
  ringAgainSeconds: 15,
  firstRingSeconds: 4,
  runningQuota: 2,
  backoffSeconds: [2, 10, 30],
  cancelGraceSeconds: 5,
};
const FIRST = '00000000-0000-0000-0000-000000000000';

/** A row in SQL words; ages are seconds relative to now, negative ones lie in the past. */
interface Given {
  status: string;
  lease?: number;
  deadline?: number;
  attempts?: number;
  cancelled?: number;
  notBefore?: number;
  rung?: number;
  dispatchNo?: number;
}

describe('the sweep', () => {
  let base: Awaited<ReturnType<typeof freshDatabase>>;
  let database: SystemDatabase;
  let sweeps: Sweeps;
  beforeAll(async () => {
    base = await freshDatabase();
    database = openSystemDatabase({ url: base.url, name: 'sweep', systemConnections: 4 });
    sweeps = new Sweeps(database, SETTINGS);
  });
  beforeEach(() => database.system('DELETE FROM accounts'));
  afterAll(async () => {
    await database.close();
    await base.drop();
  });

  async function account(): Promise<string> {
    const id = newId();
    await database.system('INSERT INTO accounts (id, email) VALUES ($1, $2)', [id, `${id}@a.test`]);
    return id;
  }

  async function given(accountId: string, row: Given): Promise<string> {
    const id = newId();
    const final = !['PENDING', 'RUNNING'].includes(row.status);
    await database.system(
      `INSERT INTO reports (id, account_id, template, template_version, formats, parameters, context, queue, max_attempts,
          limit_seconds, status, attempts, lease_token, lease_until, deadline_at, cancel_requested_at, completed_at,
          error_code, not_before, rung_at, dispatch_no, claim_no)
       VALUES ($1, $2, 't', '1', '{csv}', '{}', '{}', 'reports-interactive', 4, 60, $3, $4, $5,
          app_now() + make_interval(secs => $6::float8), app_now() + make_interval(secs => $12::float8),
          app_now() + make_interval(secs => $7::float8),
          CASE WHEN $8 THEN app_now() END, CASE WHEN $3 = 'FAILED' THEN 'code' END,
          app_now() + make_interval(secs => $9::float8), app_now() + make_interval(secs => $10::float8), $11, $4)`,
      [
        id,
        accountId,
        row.status,
        row.attempts ?? 0,
        row.status === 'RUNNING' ? newId() : null,
        row.status === 'RUNNING' ? (row.lease ?? 10) : null,
        row.cancelled ?? null,
        final,
        row.notBefore ?? 0,
        row.rung ?? null,
        row.dispatchNo ?? 0,
        row.deadline ?? 0,
      ],
    );
    return id;
  }

  const stateOf = async (id: string) => {
    const { rows } = await database.system<{ status: string; attempts: number; code: string | null }>(
      'SELECT status, attempts, error_code AS code FROM reports WHERE id = $1',
      [id],
    );
    return rows[0];
  };

  it.each<[string, Given, string]>([
    ['under a lease that holds', { status: 'RUNNING', lease: 2, attempts: 1 }, 'RUNNING'],
    ['under a lapsed lease', { status: 'RUNNING', lease: -1, attempts: 1 }, 'PENDING'],
    ['under a lapsed lease, attempts used up', { status: 'RUNNING', lease: -1, attempts: 4 }, 'FAILED'],
    [
      'under a lapsed lease, called off',
      { status: 'RUNNING', lease: -1, attempts: 1, cancelled: -1 },
      'CANCELLED',
    ],
    ['called off and given time', { status: 'RUNNING', lease: 9, attempts: 1, cancelled: -2 }, 'RUNNING'],
    ['called off and deaf', { status: 'RUNNING', lease: 9, attempts: 1, cancelled: -6 }, 'CANCELLED'],
    ['waiting', { status: 'PENDING', attempts: 3 }, 'PENDING'],
    ['failed', { status: 'FAILED', attempts: 4 }, 'FAILED'],
    ['cancelled', { status: 'CANCELLED', cancelled: -60 }, 'CANCELLED'],
  ])('leaves or moves a report %s as it should', async (_words, row, expected) => {
    const id = await given(await account(), row);
    await sweeps.rescueLost();
    await sweeps.cancelOverdue();
    expect(await stateOf(id)).toMatchObject({ status: expected, attempts: row.attempts ?? 0 });
  });

  it.each([
    ['within its time', 30, 'RUNNING'],
    ['past its time by less than a lease', -15, 'RUNNING'],
    ['past its time by more than a lease', -21, 'PENDING'],
  ])('leaves or takes back a build that beats for ever, %s', async (...row) => {
    const [, deadline, expected] = row;
    const id = await given(await account(), { status: 'RUNNING', attempts: 1, deadline });
    const { rows } = await database.system<{ token: string }>(
      'SELECT lease_token AS token FROM reports WHERE id = $1',
      [id],
    );
    const executions = new Executions(database, { leaseSeconds: 20, retry: { backoffSeconds: [0] } });
    const leaseToken = rows[0]?.token ?? '';
    const words = await executions.beat([{ id, leaseToken, phase: 'build', done: 1, total: null }]);
    expect(words.get(leaseToken)).toBe('goOn');
    await sweeps.rescueLost();
    expect(await stateOf(id)).toMatchObject({ status: expected });
  });

  it.each<[string, Given, boolean]>([
    ['never rung', { status: 'PENDING' }, true],
    ['not due yet', { status: 'PENDING', notBefore: 5 }, false],
    ['rung by the api a moment ago', { status: 'PENDING', rung: -2, dispatchNo: 1 }, false],
    ['rung by the api, which may have died', { status: 'PENDING', rung: -5, dispatchNo: 1 }, true],
    ['rung by a dispatcher a moment ago', { status: 'PENDING', rung: -10, dispatchNo: 2 }, false],
    ['rung by a dispatcher in vain', { status: 'PENDING', rung: -16, dispatchNo: 2 }, true],
    ['running', { status: 'RUNNING' }, false],
  ])('rings for a report %s: %p', async (_words, row, rings) => {
    const id = await given(await account(), row);
    const { bells } = await sweeps.takeDue(['reports-interactive'], 10, FIRST);
    expect(bells.map((bell) => bell.id)).toEqual(rings ? [id] : []);
  });

  it('takes turns between accounts and keeps each within its running quota', async () => {
    const [many, few] = [await account(), await account()];
    for (let at = 0; at < 6; at += 1) await given(many, { status: 'PENDING' });
    const one = await given(few, { status: 'PENDING' });
    const { bells } = await sweeps.takeDue(['reports-interactive'], 10, FIRST);
    expect(bells).toHaveLength(3);
    expect(bells.map(({ id }) => id)).toContain(one);
    expect((await sweeps.takeDue(['reports-interactive'], 10, FIRST)).bells).toEqual([]);
  });

  it('gives each account one bell before any gets a second, from round to round', async () => {
    const accounts = [await account(), await account(), await account()];
    const owners = new Map<string, string>();
    for (const owner of accounts)
      for (let at = 0; at < 2; at += 1) owners.set(await given(owner, { status: 'PENDING' }), owner);
    const rung: (string | undefined)[] = [];
    for (let at = FIRST, rounds = 0; rounds < 3; rounds += 1) {
      const { bells, lastAccount } = await sweeps.takeDue(['reports-interactive'], 2, at);
      rung.push(...bells.map(({ id }) => owners.get(id)));
      at = lastAccount ?? FIRST;
    }
    expect(rung).toHaveLength(6);
    expect(new Set(rung.slice(0, 3)).size).toBe(3);
    expect(new Set(rung.slice(3)).size).toBe(3);
  });

  it('goes on behind what another dispatcher is taking', async () => {
    const accounts = [await account(), await account(), await account()].sort();
    const ids: string[] = [];
    for (const owner of accounts) ids.push(await given(owner, { status: 'PENDING' }));
    const other = openSystemDatabase({ url: base.url, name: 'other', systemConnections: 1 });
    await other.system('BEGIN');
    await other.system('SELECT 1 FROM reports WHERE account_id = ANY ($1) FOR UPDATE', [
      accounts.slice(0, 2),
    ]);
    const first = await sweeps.takeDue(['reports-interactive'], 2, FIRST);
    const second = await sweeps.takeDue(['reports-interactive'], 2, first.lastAccount ?? FIRST);
    await other.system('ROLLBACK');
    await other.close();
    expect([first.bells, second.bells.map(({ id }) => id)]).toEqual([[], [ids[2]]]);
  });

  it('comes to every account, also when a hundred before it may not run anything', async () => {
    for (let at = 0; at < 100; at += 1) await given(await account(), { status: 'PENDING', notBefore: 600 });
    const last = await account();
    const id = await given(last, { status: 'PENDING' });
    const first = await sweeps.takeDue(['reports-interactive'], 10, FIRST);
    expect(first.bells).toEqual([]);
    const second = await sweeps.takeDue(['reports-interactive'], 10, first.lastAccount ?? FIRST);
    expect(second.bells.map((bell) => bell.id)).toEqual([id]);
  });

  it('is shared by many dispatchers without ringing anything twice', async () => {
    for (let at = 0; at < 20; at += 1) await given(await account(), { status: 'PENDING' });
    const rounds = await Promise.all(
      Array.from({ length: 4 }, () => sweeps.takeDue(['reports-interactive'], 20, FIRST)),
    );
    const ids = rounds.flatMap(({ bells }) => bells.map(({ id }) => id));
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });
});
