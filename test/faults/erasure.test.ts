import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { ERASURE_STEPS } from '@pressroom/people';
import { Client } from '../e2e/client';
import { PASSWORD, type Person, Person as SignedIn, signUp } from '../e2e/house';
import { filesBelow, type Pressroom, startPressroom } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(280_000);

interface Erasure {
  id: string;
  status: string;
  statusUrl: string;
  certificate: string | null;
}

const OWNED = `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
  WHERE c.table_schema = 'public' AND c.column_name = 'account_id' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'audit_log' ORDER BY 1`;

let world: Pressroom;
let redis: Redis;
beforeAll(async () => {
  world = await startPressroom({ workers: 0, env: { WORKER_SLOTS: '1', REPORT_LIMIT_SECONDS: '60' } });
  // The neighbour's import, the first of the one who leaves, and one that it dies over.
  await world.startWorker({ FAULT: 'import_claimed:3' });
  redis = new Redis(world.env['REDIS_URL'] ?? '');
});
afterAll(async () => {
  redis.disconnect();
  await world.close();
});

/** Every row of an account as text, by table. */
async function rowsOf(accountId: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name } of await world.sql<{ name: string }>(OWNED)) {
    const rows = await world.sql<{ row: string }>(
      `SELECT (to_jsonb(t) - 'last_used_at')::text AS row FROM ${name} t WHERE account_id = $1 ORDER BY 1`,
      [accountId],
    );
    if (rows.length > 0) found[name] = rows.map(({ row }) => row);
  }
  return found;
}

async function auditOf(accountId: string): Promise<string[]> {
  const rows = await world.sql<{ row: string }>(
    'SELECT to_jsonb(a)::text AS row FROM audit_log a WHERE account_id = $1 ORDER BY id',
    [accountId],
  );
  return rows.map(({ row }) => row);
}

/** Everything that Redis knows, as text. */
async function everythingInRedis(): Promise<string> {
  const all: string[] = [];
  for (const key of await redis.keys('*')) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    all.push(key, JSON.stringify(await read[await redis.type(key)]?.()));
  }
  return all.join('\n');
}

/** A job that a dead worker held is free half a minute after its end; here so much later than now. */
async function letLocksPass(): Promise<void> {
  for (const lock of await redis.keys('*:lock')) await redis.pexpire(lock, 500);
}

const plain = (rows: number, ms: number) => ({
  template: 'test.plain',
  formats: ['json'],
  parameters: { rows, ms },
});

/** A person with something of everything: reports done, running and waiting, an import, a key, entries, a consent. */
async function busyPerson(email: string) {
  const person = await signUp(world.api.url, email);
  await person.post('/api/food-logs', { foodName: 'Quince', category: 'fruit', loggedOn: '2026-01-31' });
  await person.post('/api/user/me/consents', { purpose: 'health-data', version: 1, given: true });
  const { key } = (await person.post('/api/api-keys', { name: 'Nightly', scopes: ['reports:read'] }))
    .body as {
    key: string;
  };
  const done = await person.post('/api/reports', plain(3, 0), { 'idempotency-key': 'first' });
  const { id } = done.body as { id: string };
  await world.untilSql<{ status: string }>(
    `SELECT status FROM reports WHERE id = '${id}'`,
    ({ status }) => status === 'COMPLETED',
  );
  const { downloadUrl } = (await person.get(`/api/reports/${id}`)).body as { downloadUrl: string };
  await upload(person);
  await world.untilSql<{ status: string }>(
    `SELECT status FROM imports WHERE account_id = '${person.id}'`,
    ({ status }) => status === 'COMPLETED',
  );
  return { person, key, downloadUrl, reportId: id };
}

async function upload(person: Client): Promise<void> {
  const answer = await person.ask('POST', '/data', {
    raw: `--edge\r\ncontent-disposition: form-data; name="file"; filename="zones.csv"\r\ncontent-type: text/csv\r\n\r\nstore_id,timezone_str\r\nstore-1,America/Chicago\r\n\r\n--edge--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });
  expect(answer.status).toBe(202);
}

/** Codes under way to these numbers: one that opens the account, one that is to. */
const [OLD_PHONE, NEW_PHONE] = ['+12025550143', '+12025550144'];
async function askForCodes(person: Person): Promise<void> {
  await world.sql('UPDATE accounts SET phone = $2 WHERE id = $1', [person.id, OLD_PHONE]);
  const signIn = await new Client(world.api.url).post('/api/auth/otp/request', { phone: OLD_PHONE });
  const json = { phone: NEW_PHONE, password: PASSWORD };
  const change = await person.ask('PUT', '/api/user/me/phone', { json });
  expect([signIn.status, change.status]).toEqual([202, 202]);
}

/** A job of the report that no row tells of any more, as if it had come by a way that nobody thought of. */
async function plantJob(reportId: string): Promise<void> {
  const [queue, job] = ['{pressroom}:reports-interactive', `report-${reportId}-9-9`];
  await redis.hset(`${queue}:${job}`, {
    name: 'report.build',
    data: JSON.stringify({ reportId }),
    opts: '{}',
    timestamp: '1',
  });
  await redis.zadd(`${queue}:completed`, 1, job);
}

const erase = (person: Client, password: string | undefined = PASSWORD) =>
  person.ask('DELETE', '/api/user/me', { json: { password } });

describe('an account that is erased', () => {
  let gone: Awaited<ReturnType<typeof busyPerson>>;
  let neighbour: Awaited<ReturnType<typeof busyPerson>>;
  let neighbourBefore: { rows: Record<string, string[]>; files: string[] };
  let first: Erasure;
  let workIds: string[];
  let auditBefore: string[];
  const logs: string[] = [];

  const filesOf = (id: string): string[] => filesBelow(world.files).filter((key) => key.startsWith(id));

  async function nextWorker(fault?: string): Promise<void> {
    for (const worker of world.workers.splice(0)) {
      worker.kill();
      await worker.exited;
      logs.push(...worker.logs);
    }
    await world.startWorker(fault === undefined ? {} : { FAULT: `${fault}:1` });
  }

  beforeAll(async () => {
    neighbour = await busyPerson('neighbour@example.org');
    gone = await busyPerson('leaving.person@example.org');
    // One for the only slot, longer than all that follows here, and one that waits for it.
    for (let n = 0; n < 2; n += 1) await gone.person.post('/api/reports', plain(2000, 50));
    await world.untilSql<{ n: number }>(
      `SELECT count(*)::int AS n FROM reports WHERE account_id = '${gone.person.id}' AND status = 'RUNNING'`,
      ({ n }) => n > 0,
    );
    await upload(gone.person);
    // Killed with a report and an import in its hands; everything asked for from now on waits.
    await world.gone(world.workers[0]);
    await upload(gone.person);
    expect((await gone.person.post('/api/user/me/export')).status).toBe(202);
    await askForCodes(gone.person);
    const rows = await world.sql<{ id: string; was: string }>(
      `SELECT id, 'report ' || status AS was FROM reports WHERE account_id = $1
       UNION ALL SELECT id, 'import ' || status FROM imports WHERE account_id = $1
       UNION ALL SELECT id, 'message ' || status FROM deliveries WHERE account_id = $1`,
      [gone.person.id],
    );
    workIds = rows.map(({ id }) => id);
    expect(new Set(rows.map(({ was }) => was))).toEqual(
      new Set(
        ['report', 'import'].flatMap((what) =>
          ['PENDING', 'RUNNING', 'COMPLETED'].map((status) => `${what} ${status}`),
        ),
      ).add('message PENDING'),
    );
    auditBefore = await auditOf(gone.person.id);
    neighbourBefore = { rows: await rowsOf(neighbour.person.id), files: filesOf(neighbour.person.id) };
    expect(Object.keys(await rowsOf(gone.person.id)).length).toBeGreaterThan(7);
    expect(filesOf(gone.person.id).length).toBeGreaterThan(0);
    // What was begun came by a bell; a bell of what waits may be lost, and is rung again by a worker.
    const inRedis = await everythingInRedis();
    const begun = rows.filter(({ was }) => !was.endsWith('PENDING'));
    expect(begun.filter(({ id }) => !inRedis.includes(id))).toEqual([]);
  });

  it('is asked for its password once more, and nothing happens without it', async () => {
    expect((await erase(gone.person, 'not the password')).status).toBe(401);
    expect((await gone.person.ask('DELETE', '/api/user/me', { json: {} })).status).toBe(422);
    expect((await erase(new Client(world.api.url), PASSWORD)).status).toBe(401);
    const program = await new Client(world.api.url).ask('DELETE', '/api/user/me', {
      json: { password: PASSWORD },
      headers: { 'x-api-key': gone.key },
    });
    expect(program.status).toBe(403);
    expect((await gone.person.get('/api/user/me')).status).toBe(200);
  });

  it('is erased though the api dies before it can answer; asked again, it answers as it would have', async () => {
    // The last worker goes first: what follows is seen before any step is taken.
    for (const worker of world.workers.splice(0)) {
      worker.kill();
      await worker.exited;
      logs.push(...worker.logs);
    }
    world.api.kill();
    await world.gone(world.api);
    await world.startApi({ FAULT: 'erase_requested:1' });
    await expect(erase(new Client(world.api.url, gone.person.token))).rejects.toThrow();
    await world.gone(world.api);
    logs.push(...world.api.logs);
    await world.startApi();
    gone.person = new SignedIn(
      world.api.url,
      gone.person.token ?? '',
      gone.person.refreshToken,
      gone.person.id,
      gone.person.email,
    );
    const again = await erase(gone.person);
    expect([again.status, again.headers.get('location')]).toEqual([
      202,
      expect.stringContaining('/api/erasures/'),
    ]);
    first = again.body as Erasure;
    expect(first).toMatchObject({ status: 'RUNNING', certificate: null });
    expect((await erase(gone.person, 'whatever')).body).toEqual(first);
  });

  it('is closed from that moment: no sign-in, session, refresh, key or link of it works, and its address is free', async () => {
    const stranger = new Client(world.api.url);
    const { email } = gone.person;
    expect((await stranger.post('/api/auth/signin', { email, password: PASSWORD })).status).toBe(401);
    expect((await gone.person.get('/api/user/me')).status).toBe(401);
    expect((await gone.person.post('/api/reports', plain(1, 0))).status).toBe(401);
    expect(
      (await stranger.post('/api/auth/refresh', { refreshToken: gone.person.refreshToken })).status,
    ).toBe(401);
    expect((await stranger.get('/api/reports', { 'x-api-key': gone.key })).status).toBe(401);
    const link = new URL(gone.downloadUrl).pathname;
    expect((await stranger.get(link)).status).toBe(404);
    const follower: Person = await signUp(world.api.url, email);
    expect(follower.id).not.toBe(gone.person.id);
    expect((await follower.get('/api/reports')).body).toEqual({ data: [], nextCursor: null });
  });

  it.each(ERASURE_STEPS)('goes on where it stood after a worker is killed at %s', async (step) => {
    if (step === 'settle') await world.moveClock(60);
    if (step === 'queues') await letLocksPass();
    if (step === 'verify') await plantJob(gone.reportId);
    await nextWorker(`erase_${step}`);
    await world.gone(world.workers[0]);
    const [row] = await world.sql<{ step: string }>('SELECT step FROM erasures WHERE id = $1', [first.id]);
    // The worker died after the work and before the row knew, but for the last step, which is the row's own.
    expect(row?.step).toBe(step === 'certify' ? 'done' : step);
  });

  it('ends, with a certificate that anybody can verify and that is all that stays', async () => {
    await nextWorker();
    const done = await world.untilSql<{ n: number }>(
      'SELECT count(*)::int AS n FROM erasures WHERE completed_at IS NULL',
      ({ n }) => n === 0,
    );
    expect(done.n).toBe(0);
    const answer = (await new Client(world.api.url).get(new URL(first.statusUrl).pathname)).body as Erasure;
    expect(answer).toMatchObject({ id: first.id, status: 'COMPLETED' });
    const [head = '', body = '', seal = ''] = (answer.certificate ?? '').split('.');
    const { keys } = (await new Client(world.api.url).get('/.well-known/pressroom-keys.json')).body as {
      keys: { kid: string }[];
    };
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string };
    const key = createPublicKey({ key: keys.find((each) => each.kid === kid) ?? {}, format: 'jwk' });
    const signed = Buffer.from(`${head}.${body}`);
    expect(verify(null, signed, key, Buffer.from(seal, 'base64url'))).toBe(true);
    expect(
      verify(null, Buffer.from(`${head}.${body.slice(0, -2)}AA`), key, Buffer.from(seal, 'base64url')),
    ).toBe(false);
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as {
      removed: Record<string, number>;
    };
    expect(claims.removed).toMatchObject({
      ...{ accounts: 1, food_logs: 1, imports: 3, reports: 4, stores: 1, deliveries: 1, phone_challenges: 1 },
    });
    expect(JSON.stringify(claims)).not.toContain(gone.person.id);
    expect((await erase(gone.person)).body).toMatchObject({ id: first.id, status: 'COMPLETED' });
  });

  it('has left no row, file, job, key or log line that names it', async () => {
    const { id, email } = gone.person;
    expect(await rowsOf(id)).toEqual({});
    expect(await world.sql('SELECT id FROM accounts WHERE id = $1', [id])).toEqual([]);
    expect(await world.sql('SELECT id FROM erasures WHERE subject IS NOT NULL')).toEqual([]);
    expect(filesOf(id)).toEqual([]);
    const inRedis = await everythingInRedis();
    expect(await world.sql('SELECT id FROM phone_challenges WHERE phone IS NOT NULL')).toEqual([]);
    for (const trace of [id, email, OLD_PHONE, NEW_PHONE, ...workIds])
      expect([trace, inRedis.includes(trace)]).toEqual([trace, false]);
    for (const worker of world.workers) logs.push(...worker.logs);
    logs.push(...world.api.logs);
    const said = logs.join('\n');
    expect(said.length).toBeGreaterThan(1000);
    for (const trace of [email, OLD_PHONE, NEW_PHONE, PASSWORD, 'Quince', gone.person.token ?? '', gone.key])
      expect([trace, said.includes(trace)]).toEqual([trace, false]);
  });

  it('is still in the log of security events, unchanged, under an id that nothing tells the name of', async () => {
    const audit = await auditOf(gone.person.id);
    expect(audit.slice(0, auditBefore.length)).toEqual(auditBefore);
    const said = audit.join('\n');
    for (const event of ['consent_given', 'upload_complete', 'sensitive_read', 'user_deleted'])
      expect(said).toContain(event);
    for (const trace of [gone.person.email, OLD_PHONE, NEW_PHONE]) expect(said).not.toContain(trace);
  });

  it('has taken nothing of anybody else with it', async () => {
    expect(await rowsOf(neighbour.person.id)).toEqual(neighbourBefore.rows);
    expect(filesOf(neighbour.person.id)).toEqual(neighbourBefore.files);
    for (const file of neighbourBefore.files)
      expect(readFileSync(join(world.files, file)).length).toBeGreaterThan(0);
    const person = new Client(world.api.url, neighbour.person.token);
    expect((await person.get('/api/user/me')).status).toBe(200);
  });
});
