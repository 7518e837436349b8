import { openDatabase, type Database } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { freshDatabase, type TestDatabase } from '../../../test/support/databases';
import { DeliveryExecutions, Outbox } from '.';

let base: TestDatabase;
let database: Database;
let executions: DeliveryExecutions;
const outbox = new Outbox();

beforeEach(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'deliveries test',
    accountConnections: 4,
    systemConnections: 8,
  });
  executions = new DeliveryExecutions(database, {
    leaseSeconds: 20,
    backoffSeconds: [2, 10, 30],
    ringAgainSeconds: 15,
  });
});
afterEach(async () => {
  await database.close();
  await base.drop();
});

const put = (lifeSeconds = 300, accountId: string | null = null) =>
  database.inSystem((tx) =>
    outbox.put(tx, { channel: 'sms', kind: 'phone.code', subjectId: newId(), accountId, lifeSeconds }),
  );

async function passTime(interval: string): Promise<void> {
  await database.system(`CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT statement_timestamp() + interval '${interval}' $$`);
}

async function rowOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await database.system<Record<string, unknown>>(
    `SELECT status, attempts, error_code AS code, extract(epoch FROM not_before - app_now())::int AS wait
       FROM deliveries WHERE id = $1`,
    [id],
  );
  return rows[0] ?? {};
}

async function claimed(bell: { deliveryId: string; claimNo: number }) {
  const claim = await executions.claim(bell.deliveryId, bell.claimNo, newId());
  if (claim === null) throw new Error('not claimed');
  return claim;
}

describe('a message', () => {
  it('stands or falls with the change that it tells of', async () => {
    const undone = database.inSystem(async (tx) => {
      const order = { channel: 'sms', kind: 'phone.code', subjectId: newId(), accountId: null } as const;
      await outbox.put(tx, { ...order, lifeSeconds: 300 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect((await database.system('SELECT FROM deliveries')).rowCount).toBe(0);
  });

  it('is sent by one of many workers that hear its bell at once', async () => {
    const { deliveryId } = await put();
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => executions.claim(deliveryId, 0, newId())),
    );
    const [claim] = claims.filter((each) => each !== null);
    expect(claims.filter((each) => each !== null)).toHaveLength(1);
    if (claim === undefined) throw new Error('nobody has it');
    expect(await executions.complete(claim)).toBe(true);
    expect(await executions.claim(deliveryId, 1, newId())).toBeNull();
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'COMPLETED', attempts: 1 });
  });

  it('that was not taken is tried again later and later, four times in all', async () => {
    const { deliveryId } = await put();
    const waits: number[] = [];
    for (let sending = 1; sending <= 4; sending += 1) {
      const claim = await claimed({ deliveryId, claimNo: sending - 1 });
      await executions.release(claim, { kind: 'transient', code: 'sms_gateway_503' });
      expect(await executions.claim(deliveryId, sending, newId())).toBeNull();
      waits.push(Number((await rowOf(deliveryId))['wait']));
      await passTime(`${sending * 65} seconds`);
    }
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'FAILED', attempts: 4, code: 'sms_gateway_503' });
    [2, 10, 30].forEach((least, at) => {
      expect(waits[at]).toBeGreaterThanOrEqual(least - 1);
      expect(waits[at]).toBeLessThanOrEqual(2 * least);
    });
  });

  it('that is refused for good is not tried again, and one given back by a stop does not count', async () => {
    const [one, other] = [await put(), await put()];
    await executions.release(await claimed(one), { kind: 'permanent', code: 'sms_gateway_400' });
    expect(await rowOf(one.deliveryId)).toMatchObject({ status: 'FAILED', attempts: 1 });
    await executions.release(await claimed(other), { kind: 'drained' });
    expect(await rowOf(other.deliveryId)).toMatchObject({ status: 'PENDING', attempts: 0, wait: 0 });
  });

  it('of a worker that is gone is taken back, and what that worker says later does not count', async () => {
    const bell = await put();
    const lost = await claimed(bell);
    expect(await executions.rescueLost()).toEqual([]);
    await passTime('21 seconds');
    expect(await executions.rescueLost()).toEqual([{ id: bell.deliveryId, status: 'PENDING' }]);
    const again = await claimed({ ...bell, claimNo: 1 });
    expect(await executions.complete(lost)).toBe(false);
    expect(await executions.release(lost, { kind: 'permanent', code: 'late' })).toBeNull();
    expect(await executions.complete(again)).toBe(true);
  });

  it('is rung again when nobody answered, until nobody wants it any more', async () => {
    const { deliveryId } = await put(60);
    expect(await executions.takeDue(10)).toEqual([]);
    await passTime('16 seconds');
    expect(await executions.takeDue(10)).toEqual([{ deliveryId, claimNo: 0, dispatchNo: 2 }]);
    await passTime('61 seconds');
    expect(await executions.takeDue(10)).toEqual([]);
    expect(await executions.claim(deliveryId, 0, newId())).toBeNull();
    expect(await executions.expire()).toBe(1);
    expect(await rowOf(deliveryId)).toMatchObject({ status: 'FAILED', code: 'expired' });
  });

  it('goes to no account that is being erased, and goes with it', async () => {
    const accountId = newId();
    await database.system('INSERT INTO accounts (id) VALUES ($1)', [accountId]);
    const { deliveryId } = await put(300, accountId);
    await database.system('UPDATE accounts SET deleted_at = app_now() WHERE id = $1', [accountId]);
    expect(await executions.claim(deliveryId, 0, newId())).toBeNull();
    await database.system('DELETE FROM accounts WHERE id = $1', [accountId]);
    expect(await rowOf(deliveryId)).toEqual({});
  });

  it('is forgotten some days after it has ended', async () => {
    const [one, waiting] = [await put(), await put()];
    await executions.complete(await claimed(one));
    await passTime('31 days');
    expect(await executions.forget(30)).toBe(1);
    expect(await rowOf(waiting.deliveryId)).toMatchObject({ status: 'PENDING' });
  });
});
