import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { loadConfig } from '@pressroom/config';
import { newId } from '@pressroom/kernel';
import { RefusedRowsSigner, SealRing } from '@pressroom/signing';
import { withClient } from '../../apps/cli/src/servers';
import { type Answer, Client } from './client';
import { createReport, ended, type House, madeReport, openHouse, PASSWORD, type Person } from './house';

const OPERATOR = { email: 'operator@example.org', password: 'nine slow blue barges' };

let house: House;
let member: Person;

beforeAll(async () => {
  house = await openHouse({
    environment: { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password },
  });
  member = await house.newcomer();
}, 240_000);
afterAll(() => house.close());

/** A browser as far as cookies and forms go. */
class Browser {
  readonly cookies = new Map<string, string>();
  readonly told: string[] = [];

  async ask(method: 'GET' | 'POST' | 'PUT', path: string, form?: Record<string, string>): Promise<Answer> {
    const answer = await new Client(house.url).ask(method, path, {
      headers: {
        accept: 'text/html,application/json',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { raw: new URLSearchParams(form).toString() }),
    });
    for (const line of answer.headers.getSetCookie()) {
      this.told.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  async signIn(email: string, password: string): Promise<Answer> {
    const { text } = await this.ask('GET', '/admin');
    const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return this.ask('POST', '/admin/sign-in', { form, email, password });
  }
}

async function operator(): Promise<Browser> {
  const browser = new Browser();
  const answer = await browser.signIn(OPERATOR.email, OPERATOR.password);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/admin/queues']);
  return browser;
}

/** Page, api and statics of the board, in every spelling. */
const PLACES = [
  '/admin/queues',
  '/admin/queues/',
  '/admin/queues/queue/reports-interactive',
  '/admin/queues/queue/reports-interactive/1',
  '/admin/queues/metrics-history',
  '/admin/queues/api/queues',
  '/admin/queues/api/queues/',
  '/admin/queues/api/queues?activeQueue=reports-interactive',
  '/admin/queues/api/redis/stats',
  '/admin/queues/api/queues/reports-interactive/1',
  '/admin/queues/api/job-schedulers',
  '/admin/queues/static/favicon-32x32.png',
  '/admin/queues/static/',
  '/admin/queues/static/../index.ejs',
  '/admin/queues/static/..%2findex.ejs',
  '/%61dmin/queues',
  '/admin/%71ueues',
  '/admin/%71ueues/%61pi/queues',
  '/admin%2fqueues',
  '/admin/queues%2fapi/queues',
  '/admin/queues/api%2Fqueues',
  '/admin//queues',
  '//admin/queues',
  '/admin/./queues/api/queues',
  '/x/../admin/queues/api/queues',
  '/admin/queues;x=1/api/queues',
  '/ADMIN/queues',
  '/admin/queues/api/queues#x',
  '/admin/queues/..;/api/queues',
  '/admin/queues/..;/',
  '/admin/queues.',
  '/admin/queues/.',
  '/admin/queues%00',
  '/admin/queues%20',
  '/admin/queues/%2e%2e/queues/api/queues',
  '/admin/queues/api/queues%3factiveQueue=reports-interactive',
  '/admin/queues%5capi%5cqueues',
  '/docs/%2e%2e/admin/queues/api/queues',
  '/docs/../admin/queues/api/queues',
  'http://elsewhere.example/admin/queues/api/queues',
];

const CHANGES: ['PUT' | 'POST' | 'PATCH', string][] = [
  ['PUT', '/admin/queues/api/queues/pause'],
  ['PUT', '/admin/queues/api/queues/reports-interactive/empty'],
  ['PUT', '/admin/queues/api/queues/reports-interactive/obliterate'],
  ['PUT', '/admin/queues/api/queues/reports-interactive/1/retry'],
  ['POST', '/admin/queues/api/queues/reports-interactive/add'],
  ['PATCH', '/admin/queues/api/queues/reports-interactive/1/update-data'],
];

/** GET of a path exactly as it is spelt: clients would tidy it. */
function ask(path: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(house.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on('error', reject).end();
  });
}

describe('the operators’ doors', () => {
  it('let no stranger and no member in, at whatever address and in whatever spelling', async () => {
    const bearer = { authorization: `Bearer ${member.token ?? ''}` };
    const visitors: Record<string, string>[] = [
      {},
      bearer,
      { cookie: `pressroom_operator=v1.x.eyJzdWIiOiJhIn0.${'A'.repeat(43)}` },
      { ...bearer, cookie: `pressroom_operator=${member.token ?? ''}` },
    ];
    for (const place of PLACES) {
      for (const accept of ['text/html', 'application/json', '*/*']) {
        for (const visitor of visitors) {
          const { status, text } = await ask(place, { accept, ...visitor });
          expect({ place, status, refused: [400, 401, 403, 404].includes(status) }).toMatchObject({
            refused: true,
          });
          expect(text).not.toMatch(/__UI_CONFIG__|"queues":|"jobs":/);
        }
      }
    }
  });

  it('take no order from a stranger or a member', async () => {
    for (const [method, path] of CHANGES) {
      for (const client of [house.stranger, member]) {
        expect([401, 403, 404]).toContain((await client.ask(method, path)).status);
      }
    }
  });

  it('refuse a member who signs in, and a wrong password, without a cookie that opens anything', async () => {
    const browser = new Browser();
    expect((await browser.signIn(member.email, PASSWORD)).status).toBe(403);
    expect((await browser.signIn(OPERATOR.email, 'not the password')).status).toBe(401);
    expect(browser.cookies.has('pressroom_operator')).toBe(false);
    expect((await browser.ask('GET', '/admin/queues')).status).toBe(401);
  });

  it('refuse a form that was not got from the page, or came from another site', async () => {
    const { email, password } = OPERATOR;
    expect((await new Browser().ask('POST', '/admin/sign-in', { email, password })).status).toBe(403);
    const browser = new Browser();
    await browser.ask('GET', '/admin');
    expect((await browser.ask('POST', '/admin/sign-in', { form: 'AAAA', email, password })).status).toBe(403);
    const signedIn = await operator();
    const cookie = [...signedIn.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const crossed = await house.stranger.ask('PUT', '/admin/queues/api/queues/pause', {
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
    });
    expect(crossed.status).toBe(403);
  });

  it('give the operator a cookie that scripts and other sites can not use, and the board', async () => {
    const browser = await operator();
    const pass = browser.told.find((line) => line.startsWith('pressroom_operator='));
    expect(pass).toMatch(/HttpOnly/);
    expect(pass).toMatch(/SameSite=Strict/);
    const page = await browser.ask('GET', '/admin/queues');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/__UI_CONFIG__/);
    expect(page.text).not.toMatch(/https?:\/\/fonts/);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toMatch(/https?:|\*/);
    for (const [, source = ''] of page.text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)) {
      expect((await browser.ask('GET', `/admin/queues/${source}`)).status).toBe(200);
    }
    const { status, body } = await browser.ask(
      'GET',
      '/admin/queues/api/queues?activeQueue=reports-interactive',
    );
    expect(status).toBe(200);
    expect((body as { queues: { name: string }[] }).queues.map(({ name }) => name)).toContain(
      'reports-interactive',
    );
  });

  it('close when the session has ended', async () => {
    const browser = await operator();
    const stolen = new Map(browser.cookies);
    const { text } = await browser.ask('GET', '/admin');
    const form = /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '';
    expect((await browser.ask('POST', '/admin/sign-out', { form })).status).toBe(303);
    const thief = new Browser();
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    expect((await thief.ask('GET', '/admin/queues/api/queues')).status).toBe(401);
  });
});

/** Every kind of proof that the service gives out, each a genuine one. */
async function proofs(): Promise<Record<string, string>> {
  const { signing } = loadConfig(house.environment);
  const [person, leaver] = [await house.newcomer(), await house.newcomer()];
  const made = await madeReport(person, { template: 'nutrition.food-log', formats: ['json'] });
  const key = await person.post('/api/api-keys', { name: 'all', scopes: ['reports:read', 'metrics:read'] });
  const gone = await leaver.ask('DELETE', '/api/user/me', { json: { password: PASSWORD } });
  const browser = await operator();
  const { text } = await browser.ask('GET', '/admin');
  const [, claims = ''] = (person.token ?? '').split('.');
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  const last = (url: string) => url.split('/').at(-1) ?? '';
  return {
    access: person.token ?? '',
    refresh: person.refreshToken,
    key: (key.body as { key: string }).key,
    link: last(made.downloadUrl ?? ''),
    refused: new RefusedRowsSigner(signing.keys).sign({ iid: newId(), at: 0, ep: 0 }, new Date()).token,
    ticket: last((gone.body as { statusUrl: string }).statusUrl),
    sealed: new SealRing(signing.keys).seal('at+jwt', said),
    pass: browser.cookies.get('pressroom_operator') ?? '',
    form: /name="form" value="([^"]+)"/.exec(text)?.[1] ?? '',
    nonce: browser.cookies.get('pressroom_form') ?? '',
  };
}

/** Where proofs are brought, and which kind is good there. */
const DOORS: readonly [good: string | null, ask: (proof: string) => Promise<Answer>][] = [
  ['access', (proof) => new Client(house.url, proof).get('/api/user/me')],
  ['key', (proof) => house.stranger.get('/api/reports', { 'x-api-key': proof })],
  [null, (proof) => house.stranger.get('/api/reports', { cookie: `pressroom_operator=${proof}` })],
  ['link', (proof) => house.stranger.get(`/api/reports/download/${proof}`)],
  [null, (proof) => house.stranger.get(`/api/imports/refused/${proof}`)],
  ['ticket', (proof) => house.stranger.get(`/api/erasures/${proof}`)],
  [
    'pass',
    (proof) => house.stranger.get('/admin/queues/api/queues', { cookie: `pressroom_operator=${proof}` }),
  ],
  [null, (proof) => new Client(house.url, proof).get('/admin/queues/api/queues')],
  [null, (proof) => new Client(house.url, proof).get('/metrics')],
  [null, (proof) => house.stranger.post('/api/auth/google', { idToken: proof })],
  ['refresh', (proof) => house.stranger.post('/api/auth/refresh', { refreshToken: proof })],
];

describe('a proof', () => {
  it('is good at the door that it was made for and at no other', async () => {
    for (const [kind, proof] of Object.entries(await proofs())) {
      expect([kind, proof]).toEqual([kind, expect.stringMatching(/^.{20,}$/) as string]);
      for (const [at, [good, ask]] of DOORS.entries()) {
        const { status } = await ask(proof);
        const expected = good === kind ? status === 200 : [401, 403, 404, 422].includes(status);
        expect([kind, at, status, expected]).toEqual([kind, at, status, true]);
      }
    }
  }, 60_000);
});

interface BoardJob {
  id: string;
  data: Record<string, unknown>;
  returnValue: Record<string, unknown> | null;
  failedReason?: string;
}

async function jobs(browser: Browser, status: string): Promise<BoardJob[]> {
  const { body } = await browser.ask(
    'GET',
    `/admin/queues/api/queues?activeQueue=reports-interactive&status=${status}&page=1&jobsPerPage=50`,
  );
  const { queues } = body as { queues: { name: string; jobs: BoardJob[] }[] };
  return queues.find(({ name }) => name === 'reports-interactive')?.jobs ?? [];
}

async function jobOf(browser: Browser, status: string, report: string): Promise<BoardJob> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await wait(100)) {
    const found = (await jobs(browser, status)).find(({ data }) => data['reportId'] === report);
    if (found !== undefined) return found;
  }
  throw new Error(`no ${status} job of report ${report}`);
}

describe('the board', () => {
  it('shows of a job nothing but ids, and what became of its report', async () => {
    const report = await madeReport(member, { template: 'nutrition.food-log', formats: ['json'] });
    const job = await jobOf(await operator(), 'completed', report.id);
    expect(job.data).toEqual({ reportId: report.id, claimNo: 0 });
    expect(job.returnValue).toEqual({
      outcome: 'published',
      report: report.id,
      template: 'nutrition.food-log',
      execution: 1,
      status: 'COMPLETED',
    });
    expect(JSON.stringify(job)).not.toContain(member.email);
  });

  it('says of a finished report that it never changes', async () => {
    const browser = await operator();
    const { id } = await ended(member, (await createReport(member, { template: 'nutrition.food-log' })).id);
    const job = await jobOf(browser, 'completed', id);
    const answer = await browser.ask('PUT', `/admin/queues/api/queues/reports-interactive/${job.id}/retry`);
    expect(answer.status).toBe(409);
    expect(answer.text).toContain('never changes');
  });

  it('puts on record what an operator does to a queue, and by whom', async () => {
    const browser = await operator();
    for (const act of ['pause', 'resume'])
      expect((await browser.ask('PUT', `/admin/queues/api/queues/reports-batch/${act}`)).status).toBe(200);
    const rows = await withClient(house.adminUrl, async (client) => {
      const found = await client.query<{ role: string; detail: Record<string, string> }>(
        `SELECT a.role, l.detail FROM audit_log l JOIN accounts a ON a.id = l.actor
          WHERE l.event = 'operator_action' AND l.account_id IS NULL ORDER BY l.id`,
      );
      return found.rows;
    });
    expect(
      rows.map(({ role, detail }) => [role, detail['queue'], detail['action']?.split('/').pop()]),
    ).toEqual(['pause', 'resume'].map((act) => ['operator', 'reports-batch', act]));
  });

  it('writes no job and no data of a job', async () => {
    const browser = await operator();
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await house.stranger.ask('POST', '/admin/queues/api/queues/reports-interactive/add', {
      json: { name: 'report.build', data: { email: 'a@example.org' }, options: {} },
      headers: { cookie },
    });
    expect(answer.status).toBe(403);
  });
});
