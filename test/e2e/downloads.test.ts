import { createHash } from 'node:crypto';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DownloadGrant, DownloadSigner } from '@pressroom/signing';
import { loadConfig } from '@pressroom/config';
import { withClient } from '../../apps/cli/src/servers';
import { type Artefact, type House, madeReport, openHouse, type Person, type Report } from './house';
import { problemIn } from './problem';

let house: House;
let person: Person;
let report: Report;
let artefact: Artefact;
let whole: Buffer;
let signer: DownloadSigner;

beforeAll(async () => {
  house = await openHouse();
  signer = new DownloadSigner(loadConfig(house.environment).signing.keys);
  person = await house.newcomer();
  await person.post('/api/food-logs', { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-30' });
  report = await madeReport(person, {
    template: 'nutrition.food-log',
    formats: ['json', 'xlsx', 'pdf', 'html', 'csv'],
    parameters: { from: '2026-01-01', to: '2026-01-31' },
  });
  const [first] = report.artefacts;
  if (first === undefined) throw new Error('no artefact');
  artefact = first;
  whole = (await house.stranger.get(artefact.downloadUrl)).bytes;
}, 120_000);
afterAll(() => house.close());

const ask = (headers: Record<string, string> = {}, url = artefact.downloadUrl) =>
  house.stranger.get(url, headers);
const linkTo = (token: string) => `/api/reports/download/${token}`;
const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

const TYPES: Record<string, string> = {
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  csv: 'application/zip',
};

/** Headers that differ from one answer to the next. */
const MOVING = ['date', 'x-request-id', 'connection', 'keep-alive', 'ratelimit'];

describe('a signed link', () => {
  it('is worth nothing to somebody who is signed in as another, and as much as before to its owner or a lapsed session', async () => {
    const other = await house.newcomer();
    expect((await ask()).status).toBe(200);
    expect((await person.get(artefact.downloadUrl)).status).toBe(200);
    expect((await ask({ authorization: 'Bearer of.no.worth' })).status).toBe(200);
    const refused = await other.get(artefact.downloadUrl);
    const unknown = await ask({}, linkTo('v1.nothing'));
    expect([refused.status, problemIn(refused).code]).toEqual([404, problemIn(unknown).code]);
  });

  it('is worth as much beside an API key whose scopes do not reach this door', async () => {
    const made = await person.post('/api/api-keys', { name: 'a program', scopes: ['food-logs:read'] });
    expect(made.status).toBe(201);
    const { key } = made.body as { key: string };
    expect((await ask({ 'x-api-key': key })).status).toBe(200);
  });

  it('gives the file to whoever holds it, with headers that keep it a file', async () => {
    for (const { downloadUrl, format, bytes, sha256, fileName } of report.artefacts) {
      const { status, headers, bytes: body } = await ask({}, downloadUrl);
      expect([format, status, body.length]).toEqual([format, 200, bytes]);
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': TYPES[format],
        'content-length': String(bytes),
        'accept-ranges': 'bytes',
        'cache-control': 'private, no-store',
        'content-security-policy': expect.stringContaining('sandbox') as string,
        etag: `"${sha256}"`,
        'referrer-policy': 'no-referrer',
        'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'x-robots-tag': 'noindex',
      });
      expect(headers.get('content-disposition')).toBe(`attachment; filename="${fileName}"`);
      expect(fileName).toMatch(/^[\w.-]+$/);
    }
  });

  it('says in HEAD what GET would, without the file', async () => {
    const [get, head] = [await ask(), await house.stranger.ask('HEAD', artefact.downloadUrl)];
    const lasting = ({ headers }: typeof get) => [...headers].filter(([name]) => !MOVING.includes(name));
    expect([head.status, head.bytes.length]).toEqual([200, 0]);
    expect(lasting(head)).toEqual(lasting(get));
    const ranged = await house.stranger.ask('HEAD', artefact.downloadUrl, {
      headers: { range: 'bytes=0-0' },
    });
    expect(ranged.status).toBe(200);
  });

  it('is not sent again to whoever has the file', async () => {
    for (const known of [
      `"${artefact.sha256}"`,
      `W/"${artefact.sha256}"`,
      `"a", "${artefact.sha256}"`,
      '*',
    ]) {
      const { status, text, headers } = await ask({ 'if-none-match': known });
      expect([known, status, text]).toEqual([known, 304, '']);
      expect(headers.get('etag')).toBe(`"${artefact.sha256}"`);
    }
    expect((await ask({ 'if-none-match': '"a"' })).status).toBe(200);
  });
});

describe('a range', () => {
  it('is sent alone when it is one and lies in the file', async () => {
    const size = whole.length;
    const cases: [string, number, number][] = [
      ['bytes=0-0', 0, 0],
      ['bytes=0-', 0, size - 1],
      ['bytes=-1', size - 1, size - 1],
      ['bytes=5-', 5, size - 1],
      ['bytes=5-9', 5, 9],
      [`bytes=${size - 1}-`, size - 1, size - 1],
      [`bytes=3-${size + 100}`, 3, size - 1],
      [`bytes=-${size + 100}`, 0, size - 1],
    ];
    for (const [range, start, end] of cases) {
      const { status, headers, bytes } = await ask({ range });
      expect([range, status, headers.get('content-range')]).toEqual([
        range,
        206,
        `bytes ${start}-${end}/${size}`,
      ]);
      expect(headers.get('content-length')).toBe(String(end - start + 1));
      expect(bytes.equals(whole.subarray(start, end + 1))).toBe(true);
      expect(headers.get('etag')).toBe(`"${artefact.sha256}"`);
    }
  });

  it('past the end is refused with the size', async () => {
    for (const range of [`bytes=${whole.length}-`, 'bytes=999999999-', 'bytes=-0']) {
      const answer = await ask({ range });
      expect([range, problemIn(answer).status]).toEqual([range, 416]);
      expect(answer.headers.get('content-range')).toBe(`bytes */${whole.length}`);
    }
  });

  it('that is several, reversed or nonsense gives the whole file', async () => {
    for (const range of [
      'bytes=0-1,3-4',
      'bytes=9-5',
      'bytes=',
      'bytes=-',
      'bytes=a-b',
      'lines=1-2',
      'bytes=1-2-3',
      'bytes=0x1-2',
      'bytes=0-99999999999999999999',
      'x'.repeat(1000),
    ]) {
      const { status, bytes } = await ask({ range });
      expect([range, status, bytes.equals(whole)]).toEqual([range, 200, true]);
    }
  });

  it('is honoured with If-Range only for the very same file', async () => {
    const etag = `"${artefact.sha256}"`;
    expect((await ask({ range: 'bytes=0-0', 'if-range': etag })).status).toBe(206);
    for (const other of ['"x"', `W/${etag}`, new Date().toUTCString()])
      expect([other, (await ask({ range: 'bytes=0-0', 'if-range': other })).status]).toEqual([other, 200]);
  });

  it('asked for piece by piece makes the file', async () => {
    const step = Math.ceil(whole.length / 5);
    const pieces: Buffer[] = [];
    for (let at = 0; at < whole.length; at += step)
      pieces.push((await ask({ range: `bytes=${at}-${at + step - 1}` })).bytes);
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
  });
});

describe('a link that is not ours, or not any more', () => {
  const grant = (more: Partial<DownloadGrant> = {}): DownloadGrant => ({
    rid: report.id,
    fmt: 'json',
    ver: 1,
    ep: 0,
    ...more,
  });
  const signedAt = (now: Date, more: Partial<DownloadGrant> = {}) =>
    linkTo(signer.sign(grant(more), now).token);
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);

  it('is made as the service makes it', async () => {
    expect((await ask({}, signedAt(ago(0)))).status).toBe(200);
    expect((await ask({}, signedAt(ago(290)))).status).toBe(200);
  });

  it('is answered alike whatever is wrong with it', async () => {
    const token = tokenOf(artefact.downloadUrl);
    const [version = '', kid = '', body = '', mac = ''] = token.split('.');
    const flip = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
    const other = new DownloadSigner([{ kid, secret: Buffer.alloc(32, 9) }]);
    const bodyOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const tokens = [
      'x',
      'v1.a.b.c',
      '..%2f..%2fetc%2fpasswd',
      'x'.repeat(1000),
      [version, kid, flip(body), mac].join('.'),
      [version, kid, body, flip(mac)].join('.'),
      [version, 'other', body, mac].join('.'),
      [version, '__proto__', body, mac].join('.'),
      ['v2', kid, body, mac].join('.'),
      [version, kid, body].join('.'),
      `${token}A`,
      token.slice(0, -1),
      [version, kid, bodyOf({ ...grant(), p: 'dl', iat: 0, exp: 9e12 }), mac].join('.'),
      other.sign(grant(), new Date()).token,
      signer.sign(grant(), new Date(Date.now() + 60_000)).token,
      signer.sign(grant({ rid: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b' }), new Date()).token,
      signer.sign(grant({ fmt: 'exe' }), new Date()).token,
      signer.sign(grant({ ver: 2 }), new Date()).token,
      signer.sign(grant({ ep: 1 }), new Date()).token,
    ];
    for (const bad of tokens) {
      const answer = await ask({}, linkTo(bad));
      expect([bad, problemIn(answer)]).toMatchObject([
        bad,
        { status: 404, code: 'not_found', detail: 'download not found' },
      ]);
      expect(problemIn(answer).instance).not.toContain(bad);
    }
  });

  it('lives five minutes', async () => {
    expect(problemIn(await ask({}, signedAt(ago(301))))).toMatchObject({ status: 410, code: 'link_expired' });
  });

  it('ends with all sessions of its owner', async () => {
    const owner = await house.newcomer();
    const { downloadUrl = '' } = await madeReport(owner, {
      template: 'nutrition.food-log',
      formats: ['json'],
    });
    expect((await ask({}, downloadUrl)).status).toBe(200);
    expect((await owner.delete('/api/auth/sessions')).status).toBe(204);
    expect(problemIn(await ask({}, downloadUrl)).status).toBe(404);
  });

  it('never reaches a log', () => {
    const logged = house.api.logs.filter((line) => line.includes('/api/reports/download/'));
    expect(logged.length).toBeGreaterThan(20);
    expect(logged.filter((line) => !line.includes('/api/reports/download/[redacted]'))).toEqual([]);
    expect(house.api.logs.join('\n')).not.toContain(tokenOf(artefact.downloadUrl));
  });
});

describe('a row that somebody has tampered with', () => {
  const SECRET = 'what lies beside the files';
  let link: string;
  let id: string;
  let key: string;

  const set = (column: 'file_key' | 'file_name', value: string) =>
    withClient(house.adminUrl, (client) =>
      client.query(`UPDATE artefacts SET ${column} = $2 WHERE report_id = $1`, [id, value]),
    );

  beforeAll(async () => {
    const owner = await house.newcomer();
    const made = await madeReport(owner, { template: 'nutrition.food-log', formats: ['json'] });
    [id, link] = [made.id, made.downloadUrl ?? ''];
    const { rows } = await withClient(house.adminUrl, (client) =>
      client.query<{ file_key: string }>('SELECT file_key FROM artefacts WHERE report_id = $1', [id]),
    );
    key = rows[0]?.file_key ?? '';
  }, 60_000);

  it('leads to no file but those of the store, whatever it names', async () => {
    const root = fileURLToPath(house.environment['STORAGE_URL'] ?? '');
    const [folder, beside] = [dirname(join(root, key)), join(dirname(root), 'beside.json')];
    writeFileSync(beside, SECRET);
    const [account = ''] = key.split('/');
    symlinkSync(beside, join(folder, 'link.json'));
    for (const named of [
      beside,
      '/etc/passwd',
      `${'../'.repeat(12)}etc/passwd`,
      '../beside.json',
      `${account}/../../beside.json`,
      `${dirname(key)}/../../../../beside.json`,
      `${dirname(key)}/..%2f..%2f..%2f..%2fbeside.json`,
      `${dirname(key)}/link.json`,
      `${key}/`,
      `./${key}`,
      `${key}%00.json`,
      `file://${beside}`,
      `${dirname(key)}\\..\\beside.json`,
      dirname(key),
      '',
      ' ',
    ]) {
      await set('file_key', named);
      const answer = await ask({}, link);
      expect([named, problemIn(answer).status]).toEqual([named, 500]);
      expect(answer.text).not.toContain(SECRET);
      expect(answer.text).not.toContain('root:');
    }
    await expect(set('file_key', `${key}\u0000`)).rejects.toMatchObject({ code: '22021' });
    await set('file_key', key);
    expect((await ask({}, link)).status).toBe(200);
    // The right name, and a link in the place of the file.
    renameSync(join(root, key), join(folder, 'away.json'));
    symlinkSync(join(folder, 'away.json'), join(root, key));
    expect(problemIn(await ask({}, link)).status).toBe(500);
    renameSync(join(folder, 'away.json'), join(root, key));
    expect((await ask({}, link)).status).toBe(200);
  });

  it('names its file in one header that is no other, whatever the name', async () => {
    for (const name of [
      'a"\r\nSet-Cookie: pressroom_operator=x\r\n\r\n<script>.json',
      'a\nb\tc\u001b.json',
      'a"; filename="evil.exe',
      '../../etc/passwd',
      '\u202egnp.exe',
      '🍏 تفاح.json',
      `${'x'.repeat(5000)}.json`,
      '\\',
      "a''b%0d%0a.json",
    ]) {
      await set('file_name', name);
      const { status, headers, bytes } = await ask({}, link);
      expect([name, status, headers.get('set-cookie')]).toEqual([name, 200, null]);
      const told = headers.get('content-disposition') ?? '';
      const [ascii, coded] = [`"(?:[^"\\\\\\r\\n]|\\\\["\\\\])*"`, `UTF-8''[\\w.!#$&+^\`|~%-]*`];
      expect([name, told]).toEqual([
        name,
        expect.stringMatching(
          new RegExp(`^attachment(; filename=(${ascii}|[\\w.-]+))?(; filename\\*=${coded})?$`),
        ) as string,
      ]);
      expect([name, /[/\r\n]/.test(told.replace(/UTF-8.*/, ''))]).toEqual([name, false]);
      expect(bytes.length).toBeGreaterThan(0);
    }
  });
});
