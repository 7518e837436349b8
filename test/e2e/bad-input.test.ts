import { connect } from 'node:net';
import { newId } from '@pressroom/kernel';
import type { Answer, Method } from './client';
import { createReport, type House, openHouse, PASSWORD, type Person } from './house';
import { withClient } from '../../apps/cli/src/servers';
import { pointersIn, problemIn } from './problem';

let house: House;
let person: Person;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  person = await house.newcomer();
}, 120_000);
afterAll(() => house.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const apple = { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-31' };

/** Every door that takes a body. */
const DOORS: readonly (readonly [Method, string])[] = [
  ['POST', '/api/auth/signup'],
  ['POST', '/api/auth/signin'],
  ['POST', '/api/auth/refresh'],
  ['PATCH', '/api/user/me'],
  ['POST', '/api/food-logs'],
  ['PATCH', `/api/food-logs/${newId()}`],
  ['POST', '/api/reports'],
];

async function everywhere(
  raw: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = JSON_TYPE,
) {
  const answers: [string, Answer][] = [];
  for (const [method, path] of DOORS)
    answers.push([`${method} ${path}`, await person.ask(method, path, { raw, headers })]);
  return answers;
}

describe('a body', () => {
  it('that is not JSON is unreadable, at every door', async () => {
    for (const raw of ['{', '{"a":1,}', "{'a':1}", 'null null', 'NaN', '{"a":\u0000}', '<a/>']) {
      for (const [door, answer] of await everywhere(raw))
        expect([door, raw, problemIn(answer)]).toMatchObject([
          door,
          raw,
          { status: 400, code: 'malformed_json', title: 'Unreadable request' },
        ]);
    }
  });

  it('that is missing is asked for', async () => {
    for (const [door, answer] of await everywhere(''))
      expect([door, problemIn(answer)]).toMatchObject([door, { status: 400, code: 'body_missing' }]);
  });

  it('that is not text in UTF-8 is unreadable', async () => {
    const latin = Buffer.from(
      '{"foodName":"Caf\u00e9","category":"fruit","loggedOn":"2026-01-31"}',
      'latin1',
    );
    for (const [door, answer] of await everywhere(new Uint8Array(latin)))
      expect([door, problemIn(answer)]).toMatchObject([door, { status: 400, code: 'malformed_text' }]);
    const [cut] = await everywhere(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]));
    expect(cut && problemIn(cut[1]).code).toBe('malformed_text');
  });

  it('of another media type, charset or encoding is not taken', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'application/jsonp',
      'application/json; charset=utf-16',
      'application/json; charset="latin1"',
      'garbage',
    ];
    for (const type of types) {
      for (const [door, answer] of await everywhere(JSON.stringify(apple), { 'content-type': type }))
        expect([type, door, problemIn(answer).status]).toEqual([type, door, 415]);
    }
    const zipped = { ...JSON_TYPE, 'content-encoding': 'gzip' };
    for (const [door, answer] of await everywhere(JSON.stringify(apple), zipped))
      expect([door, problemIn(answer)]).toMatchObject([door, { status: 415, code: 'unsupported_encoding' }]);
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
      'Application/JSON',
    ])
      expect([
        type,
        (
          await person.ask('POST', '/api/food-logs', {
            raw: JSON.stringify(apple),
            headers: { 'content-type': type },
          })
        ).status,
      ]).toEqual([type, 201]);
  });

  it('larger than the door is refused, announced or not', async () => {
    const big = JSON.stringify({ foodName: 'x'.repeat(10_000_000) });
    for (const [door, answer] of await everywhere(big))
      expect([door, problemIn(answer)]).toMatchObject([door, { status: 413, code: 'body_too_large' }]);
    const stream = new ReadableStream({
      start(controller) {
        // One byte too many, the last: a client that still writes may not hear the answer.
        for (const bytes of [131_072, 131_072, 1]) controller.enqueue(new Uint8Array(bytes).fill(0x20));
        controller.close();
      },
    });
    const options: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { ...JSON_TYPE, authorization: `Bearer ${person.token ?? ''}` },
    };
    const unannounced = await fetch(new URL('/api/food-logs', house.url), options);
    expect(unannounced.status).toBe(413);
  });

  it('nested without end is refused', async () => {
    const deep = (open: string, close: string) => `${open.repeat(20_000)}1${close.repeat(20_000)}`;
    for (const raw of [deep('[', ']'), deep('{"a":', '}'), `{"parameters":${deep('[', ']')}}`])
      for (const [door, answer] of await everywhere(raw))
        expect([door, problemIn(answer)]).toMatchObject([door, { status: 400, code: 'json_too_deep' }]);
    // A string of quotes that never ends, and one that does: neither may be looked through again from each of its quotes.
    const endless = `"${'\\"'.repeat(120_000)}`;
    for (const [door, answer] of await everywhere(endless))
      expect([door, problemIn(answer)]).toMatchObject([door, { status: 400, code: 'malformed_json' }]);
    const quoted = { ...apple, foodName: '"'.repeat(120_000) };
    expect(pointersIn(await person.post('/api/food-logs', quoted))).toEqual(['/foodName']);
    const long = await person.post('/assignment/html', { statements: '['.repeat(9_000_000) });
    expect(problemIn(long).status).toBe(422);
    const strings = { ...apple, foodName: '['.repeat(50), unit: '\\"{{{[[[\\' };
    expect((await person.post('/api/food-logs', strings)).status).toBe(201);
  });

  it('never reaches a prototype', async () => {
    const poisons = [
      '{"__proto__":{"role":"operator"}}',
      '{"parameters":{"__proto__":{"scope":"everyone"}},"template":"nutrition.food-log"}',
      '{"constructor":{"prototype":{"role":"operator"}}}',
      '{"\\u005f_proto__":{"x":1}}',
    ];
    for (const raw of poisons)
      for (const [door, answer] of await everywhere(raw))
        expect([door, raw, problemIn(answer).status]).toEqual([door, raw, 400]);
    expect(Object.prototype).not.toHaveProperty('role');
    expect((await person.get('/api/user/me')).body).toMatchObject({ role: 'member' });
  });

  it('with strangers without end is told of a thousand of them', async () => {
    const fields = Array.from({ length: 20_000 }, (_, n) => [`f${n}`, 0]);
    const answer = await house.stranger.post('/api/auth/signin', Object.fromEntries(fields));
    expect(problemIn(answer)).toMatchObject({ status: 422, detail: '20002 places are wrong' });
    expect(problemIn(answer).errors).toHaveLength(1000);
  });

  it('of the wrong kind is named as a whole', async () => {
    for (const raw of ['null', '1', '"text"', 'true', '[[]]'])
      for (const [door, answer] of await everywhere(raw))
        expect([door, raw, answer.status]).toEqual([door, raw, 422]);
    expect(pointersIn(await person.post('/api/reports', []))).toEqual(['']);
  });
});

describe('texts', () => {
  const fields: readonly (readonly [Method, string, (text: string) => unknown, string])[] = [
    ['POST', '/api/food-logs', (text) => ({ ...apple, foodName: text }), '/foodName'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, unit: text }), '/unit'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, category: text }), '/category'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, loggedOn: text }), '/loggedOn'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, loggedAt: text }), '/loggedAt'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, timeZone: text }), '/timeZone'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, mealType: text }), '/mealType'],
    ['POST', '/api/food-logs', (text) => ({ ...apple, [text]: 1 }), '/'],
    ['PATCH', '/api/user/me', (text) => ({ name: text }), '/name'],
    ['POST', '/api/auth/signup', (text) => ({ email: `${text}@example.org`, password: PASSWORD }), '/email'],
    [
      'POST',
      '/api/auth/signup',
      (text) => ({ email: 'z@example.org', password: PASSWORD, name: text }),
      '/name',
    ],
    [
      'POST',
      '/api/auth/signup',
      (text) => ({ email: 'z@example.org', password: PASSWORD + text }),
      '/password',
    ],
    ['POST', '/api/reports', (text) => ({ template: text }), '/template'],
    ['POST', '/api/reports', (text) => ({ template: 'nutrition.food-log', locale: text }), '/locale'],
    ['POST', '/api/reports', (text) => ({ template: 'nutrition.food-log', timeZone: text }), '/timeZone'],
    ['POST', '/api/reports', (text) => ({ template: 'nutrition.food-log', formats: [text] }), '/formats/0'],
  ];

  it('that can not be stored are refused where they stand', async () => {
    for (const [method, path, body, pointer] of fields)
      for (const text of ['a\u0000b', 'a\ud800b', '\udc00', '\ud83d']) {
        const answer = await person.ask(method, path, { json: body(text) });
        const told = [method, path, pointer, text];
        expect([...told, answer.status]).toEqual([...told, 422]);
        expect(pointersIn(answer)).toEqual([pointer === '/' ? `/${text}` : pointer]);
      }
  });

  it('that nobody has stored sign nobody in', async () => {
    for (const text of ['a\u0000b', '\ud800', '=1+1', `' OR '1'='1`, 'x'.repeat(300)]) {
      const answer = await house.stranger.post('/api/auth/signin', {
        email: `${text}@example.org`,
        password: text,
      });
      expect([text, [401, 422].includes(problemIn(answer).status)]).toEqual([text, true]);
      const refresh = await house.stranger.post('/api/auth/refresh', { refreshToken: text });
      expect([text, [401, 422].includes(problemIn(refresh).status)]).toEqual([text, true]);
    }
  });

  it('are measured in characters as people count them', async () => {
    const name = '🍏'.repeat(100);
    expect((await person.post('/api/food-logs', { ...apple, foodName: name })).body).toMatchObject({
      foodName: name,
    });
    for (const text of [`${name}x`, '', '   ', '\u00a0\u2003'])
      expect([text, pointersIn(await person.post('/api/food-logs', { ...apple, foodName: text }))]).toEqual([
        text,
        ['/foodName'],
      ]);
  });

  it('of a date are existing days of a calendar', async () => {
    for (const loggedOn of [
      '2026-02-29',
      '2026-13-01',
      '2026-1-1',
      '0000-00-00',
      '1899-12-31',
      '2200-01-01',
      20260101,
    ])
      expect([loggedOn, pointersIn(await person.post('/api/food-logs', { ...apple, loggedOn }))]).toEqual([
        loggedOn,
        ['/loggedOn'],
      ]);
    for (const loggedAt of ['2026-01-31', '2026-01-31T10:00:00', '2026-01-31T25:00:00Z', 'now', 0])
      expect([loggedAt, pointersIn(await person.post('/api/food-logs', { ...apple, loggedAt }))]).toEqual([
        loggedAt,
        ['/loggedAt'],
      ]);
  });

  it('are no numbers, and numbers have bounds', async () => {
    for (const kcal of ['95', -1, 1e300, 50_001, [1], {}, true])
      expect([kcal, pointersIn(await person.post('/api/food-logs', { ...apple, kcal }))]).toEqual([
        kcal,
        ['/kcal'],
      ]);
    const raw = JSON.stringify({ ...apple, kcal: 0 }).replace(':0', ':1e999');
    expect((await person.ask('POST', '/api/food-logs', { raw, headers: JSON_TYPE })).status).toBe(422);
  });
});

describe('an address', () => {
  it('may end in a slash', async () => {
    const { id } = (await person.post('/api/food-logs/', apple)).body as { id: string };
    for (const path of [
      '/api/food-logs',
      `/api/food-logs/${id}`,
      '/api/reports',
      '/api/reports/templates',
      '/api/user/me',
      '/api/auth/sessions',
      '/health/live',
      '/health/ready',
    ])
      for (const written of [path, `${path}/`])
        expect([written, (await person.get(written)).status]).toEqual([written, 200]);
    expect((await person.get('/api/food-logs/?limit=1')).status).toBe(200);
  });

  it('that leads nowhere is a problem too', async () => {
    for (const path of [
      '/nothing',
      '/api',
      '/api/reports/a/b/c',
      '/../../etc/passwd',
      '/api//reports',
      '/.env',
      '/api/REPORTS',
    ])
      for (const client of [person, house.stranger])
        expect([path, problemIn(await client.get(path))]).toMatchObject([
          path,
          { status: 404, code: 'not_found' },
        ]);
  });

  it('takes only its methods, and says which', async () => {
    const cases: [Method, string, string][] = [
      ['DELETE', '/api/reports', 'POST, GET, HEAD'],
      ['PUT', `/api/reports/${newId()}`, 'GET, HEAD, DELETE'],
      ['POST', `/api/food-logs/${newId()}`, 'GET, HEAD, PATCH, DELETE'],
      ['GET', '/api/auth/signin', 'POST'],
      ['PATCH', '/health/live/', 'GET, HEAD'],
      ['OPTIONS', '/api/user/me', 'DELETE, GET, HEAD, PATCH'],
      ['PUT', '/api/reports/templates', 'GET, HEAD, DELETE'],
    ];
    for (const [method, path, allow] of cases) {
      const answer = await person.ask(method, path);
      expect([path, problemIn(answer)]).toMatchObject([path, { status: 405, code: 'method_not_allowed' }]);
      const named = (list: string) => list.split(', ').sort();
      expect([path, named(answer.headers.get('allow') ?? '')]).toEqual([path, named(allow)]);
    }
  });

  it('that can not be decoded is unreadable', async () => {
    for (const path of ['/api/food-logs/%', '/api/food-logs/%zz', '/%c3%28', '/api/reports/%E0%A4%A'])
      expect([path, problemIn(await person.get(path)).status]).toEqual([path, 400]);
  });

  it('longer than any of ours leads nowhere', async () => {
    const long = await person.get(`/api/food-logs/${'x'.repeat(5000)}`);
    expect(problemIn(long)).toMatchObject({ status: 400, code: 'address_too_long' });
    expect(problemIn(await person.get(`/${'a/'.repeat(2000)}`)).status).toBe(404);
    for (const part of ['a', '%4', '%40', 'a@']) {
      const longer = await house.stranger.get(`/${part.repeat(Math.floor(15_000 / part.length))}`);
      expect([part, [400, 404].includes(problemIn(longer).status)]).toEqual([part, true]);
      expect(problemIn(longer).instance).not.toMatch(/.(@|%40)./);
    }
    const headers = await person.get('/api/user/me', { 'x-long': 'x'.repeat(20_000) });
    expect([headers.status, headers.body]).toMatchObject([400, { code: 'headers_too_large' }]);
  });
});

describe('what is not even HTTP', () => {
  const say = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(house.url).port), '127.0.0.1', () => socket.write(text));
      let heard = '';
      socket.on('data', (chunk) => (heard += chunk.toString()));
      socket.on('end', () => resolve(heard));
      socket.on('error', reject);
    });

  it('is answered with a problem and a closed door', async () => {
    for (const text of [
      'nonsense\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      'FOO / HTTP/1.1\r\nhost: x\r\n\r\n',
      '\u0016\u0003\u0001',
    ]) {
      const heard = await say(text);
      const [head = '', body = ''] = heard.split('\r\n\r\n');
      expect(head).toContain('HTTP/1.1 400 ');
      expect(head.toLowerCase()).toContain('content-type: application/problem+json');
      expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'malformed_request' });
    }
  });

  it('with two lengths, or none that is one, is not taken for two requests', async () => {
    const hidden = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
    for (const lengths of [
      'content-length: 4\r\ntransfer-encoding: chunked',
      'transfer-encoding: chunked\r\ncontent-length: 4',
      `content-length: 0\r\ncontent-length: ${hidden.length}`,
      `content-length: 0, ${hidden.length}`,
      'content-length: +5',
      'content-length: 0x5',
      'content-length: -1',
      'content-length : 5',
      'transfer-encoding: xchunked',
      'transfer-encoding: chunked, identity',
      'transfer-encoding: chunked\r\ntransfer-encoding: identity',
      'transfer-encoding:\u000bchunked',
      'x: y\r\n transfer-encoding: chunked\r\ncontent-length: 0\r\ncontent-length: 9',
    ]) {
      const heard = await say(
        `POST /api/auth/signin HTTP/1.1\r\nhost: x\r\n${lengths}\r\n\r\n0\r\n\r\n${hidden}`,
      );
      expect([lengths, heard.slice(0, 13)]).toEqual([lengths, 'HTTP/1.1 400 ']);
      expect([lengths, heard.includes('200 OK')]).toEqual([lengths, false]);
    }
  });
});

describe('proof of identity', () => {
  it('that is none is answered alike', async () => {
    const token = person.token ?? '';
    const [head = '', claims = '', mac = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const cases: Record<string, string>[] = [
      { authorization: `Bearer ${token}x` },
      { authorization: `Bearer ${none}.${claims}.` },
      { authorization: `Bearer ${head}.${claims}.${mac.slice(1)}` },
      { authorization: `Basic ${token}` },
      { authorization: 'Bearer' },
      { authorization: `Bearer ${'x'.repeat(8000)}` },
      { cookie: `token=${token}` },
    ];
    for (const headers of cases) {
      const answer = await house.stranger.get('/api/user/me', headers);
      expect(problemIn(answer).status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm="pressroom"/);
    }
    expect(problemIn(await house.stranger.get(`/api/user/me?access_token=${token}`)).status).toBe(401);
  });

  it('that has ended ends the streams that were opened with it, before they tell anything more', async () => {
    const watcher = await house.newcomer();
    const { id } = await createReport(watcher, { template: 'nutrition.food-log' });
    const stream = await fetch(new URL(`/api/reports/${id}/events`, house.url), {
      headers: { authorization: `Bearer ${watcher.token ?? ''}` },
      signal: AbortSignal.timeout(20_000),
    });
    expect((await watcher.delete('/api/auth/sessions')).status).toBe(204);
    await withClient(house.adminUrl, (client) =>
      client.query(
        `UPDATE reports SET phase = 'read', updated_at = updated_at + interval '1 second' WHERE id = $1`,
        [id],
      ),
    );
    expect((await stream.text()).match(/^event: .*$/gm)).toEqual(['event: status']);
  });

  it('opens so many streams at a time and no more', async () => {
    const watcher = await house.newcomer();
    const { id } = await createReport(watcher, { template: 'nutrition.food-log' });
    const enough = new AbortController();
    const open = () =>
      fetch(new URL(`/api/reports/${id}/events`, house.url), {
        headers: { authorization: `Bearer ${watcher.token ?? ''}` },
        signal: enough.signal,
      });
    const all = await Promise.all(Array.from({ length: 40 }, open));
    const statuses = all.map(({ status }) => status);
    enough.abort();
    expect([200, 429].map((status) => statuses.filter((each) => each === status).length)).toEqual([32, 8]);
  });
});
