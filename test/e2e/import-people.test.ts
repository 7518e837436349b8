import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Client } from './client';
import { type House, madeReport, openHouse, type Person } from './house';
import { pointersIn, problemIn } from './problem';

const OPERATOR = { email: 'operator@example.org', password: 'nine slow blue barges' };

let house: House;
let operator: Client;

beforeAll(async () => {
  house = await openHouse({
    environment: { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password },
  });
  const { body } = await house.stranger.post('/api/auth/signin', OPERATOR);
  operator = new Client(house.url, (body as { accessToken: string }).accessToken);
}, 180_000);
afterAll(() => house.close());

interface Import {
  id: string;
  status: string;
  error?: { code: string };
  receipt?: { rowsRead: number; rowsKept: number; rowsKnown: number; rowsRefused: number; notes: string[] };
}

const upload = (client: Client, rows: readonly string[], query: string) =>
  client.ask('POST', `/api/food-logs/import${query}`, {
    raw: `--edge\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${rows.join('\n')}\r\n--edge--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  });

async function imported(client: Client, rows: readonly string[], query: string): Promise<Import> {
  const answer = await upload(client, rows, query);
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)]);
  const { id } = answer.body as Import;
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(100)) {
    const found = (await client.get(`/api/imports/${id}`)).body as Import;
    if (found.status === 'COMPLETED' || found.status === 'FAILED') return found;
  }
  throw new Error('the import has not ended within a minute');
}

async function foodsOf(client: Client): Promise<string[]> {
  const { data } = (await client.get('/api/food-logs?limit=200')).body as { data: { foodName: string }[] };
  return data.map(({ foodName }) => foodName).sort();
}

/** Entries of the audit log about the operator or by them, oldest first. */
async function recorded(events: readonly string[]): Promise<[string, object][]> {
  const me = (await operator.get('/api/user/me')).body as { id: string };
  const admin = new pg.Client(house.adminUrl);
  await admin.connect();
  const { rows } = await admin.query<{ event: string; detail: object }>(
    'SELECT event, detail FROM audit_log WHERE coalesce(account_id, actor) = $1 AND event = ANY ($2) ORDER BY id',
    [me.id, events],
  );
  await admin.end();
  return rows.map(({ event, detail }) => [event, detail]);
}

const HEADER = 'Date,User_ID,Food_Item,Category';
const rowsFor = (person: Person) => [
  HEADER,
  `2024-01-13,${person.id},Egg,Meat`,
  `2024-01-13,${person.id.toUpperCase()},Egg,Meat`,
  `2024-01-14,17,Kale,Vegetable`,
  `2024-01-14,18,Kale,Vegetable`,
  `2024-01-15,17,Rice,Grain`,
];

describe('an import for many people', () => {
  it('gives each row to the person it names, and the same file again adds nothing', async () => {
    const person = await house.newcomer();
    const rows = rowsFor(person);
    const first = await imported(operator, rows, '?people=User_ID');
    expect(first).toMatchObject({ status: 'COMPLETED', receipt: { rowsKept: 5, rowsKnown: 0 } });
    expect(first.receipt?.notes).toContain(
      'rows belong to 4 people, 2 of them new, as the column User_ID says',
    );
    expect(await foodsOf(person)).toEqual(['Egg', 'Egg']);
    expect(await foodsOf(operator)).toEqual([]);
    const again = await imported(operator, rows, '?people=user%20id');
    expect(again.receipt).toMatchObject({ rowsKept: 0, rowsKnown: 5 });
    const period = { from: '2024-01-13', to: '2024-01-15' };
    const asked = { template: 'nutrition.food-log', formats: ['json'] };
    const { id, artefacts } = await madeReport(operator, {
      ...asked,
      parameters: { ...period, scope: 'everyone' },
    });
    const { text } = await house.stranger.get(new URL(artefacts[0]?.downloadUrl ?? '').pathname);
    expect(text).toMatch(/People[^}]*\b3\b/);
    // What an operator saw of other people is on record; what they see of their own is nobody's business.
    const own = await madeReport(operator, { ...asked, parameters: period });
    await house.stranger.get(new URL(own.downloadUrl ?? '').pathname);
    const uploaded = { files: 1, bytes: rows.join('\n').length };
    const { template } = asked;
    const everybody = { action: 'import_for_people', people: 4 };
    expect(await recorded(['upload_complete', 'operator_action', 'sensitive_read'])).toEqual([
      ['upload_complete', { import: first.id, ...uploaded }],
      ['operator_action', { ...everybody, made: 2 }],
      ['upload_complete', { import: again.id, ...uploaded }],
      ['operator_action', { ...everybody, made: 0 }],
      ['sensitive_read', { template, asked: true }],
      ['sensitive_read', { template, report: id }],
    ]);
  });

  it('finds the rows that a person has imported already', async () => {
    const person = await house.newcomer();
    const own = [HEADER, `2024-02-01,9,Fig,Fruit`, `2024-02-01,9,Fig,Fruit`];
    expect((await imported(person, own, '')).receipt).toMatchObject({ rowsKept: 2 });
    const same = own.map((row) => row.replace(',9,', `,${person.id},`));
    expect((await imported(operator, same, '?people=User_ID')).receipt).toMatchObject({
      rowsKept: 0,
      rowsKnown: 2,
    });
  });

  it('never follows an e-mail address: whoever signed up with it has not proved it', async () => {
    const person = await house.newcomer();
    const done = await imported(operator, [HEADER, `2024-01-13,${person.email},Egg,Meat`], '?people=User_ID');
    expect(done.receipt?.notes.join()).toContain('1 person, 1 of them new');
    expect(await foodsOf(person)).toEqual([]);
  });

  it('is for operators, and needs a column that is there for it', async () => {
    const person = await house.newcomer();
    const rows = rowsFor(person);
    expect(problemIn(await upload(person, rows, '?people=User_ID'))).toMatchObject({
      status: 403,
      code: 'role_required',
    });
    for (const column of ['', '%20', 'Date', 'food_item', 'x'.repeat(61)]) {
      const answer = await upload(operator, rows, `?people=${column}`);
      expect([column, answer.status, pointersIn(answer)]).toEqual([column, 422, ['query:people']]);
    }
    expect(await imported(operator, rows, '?people=Member')).toMatchObject({
      status: 'FAILED',
      error: { code: 'header_not_recognised' },
    });
    const nobody = [HEADER, '2024-01-13,,Egg,Meat', `2024-01-13,${'9'.repeat(101)},Egg,Meat`];
    expect(await imported(operator, nobody, '?people=User_ID')).toMatchObject({
      status: 'FAILED',
      error: { code: 'too_many_refused' },
      receipt: { rowsRead: 2, rowsKept: 0, rowsRefused: 2 },
    });
  });

  it('brings nobody back who was erased', async () => {
    const rows = [HEADER, '2024-01-13,erased,Egg,Meat'];
    expect((await imported(operator, rows, '?people=User_ID')).status).toBe('COMPLETED');
    const admin = new pg.Client(house.adminUrl);
    await admin.connect();
    await admin.query(`UPDATE accounts SET deleted_at = now() WHERE name = 'erased'`);
    await admin.end();
    expect(
      await imported(operator, [...rows, '2024-01-14,another,Egg,Meat'], '?people=User_ID'),
    ).toMatchObject({
      status: 'FAILED',
      error: { code: 'people_erased' },
    });
  });
});
