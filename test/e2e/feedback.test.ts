import { newId } from '@pressroom/kernel';
import { setTimeout as wait } from 'node:timers/promises';
import { elements, readPdf } from '../conformance/read-pdf';
import type { Answer, Client } from './client';
import { type House, madeReport, openHouse, type Person } from './house';

let house: House;
let person: Person;
beforeAll(async () => {
  house = await openHouse();
  person = await house.newcomer();
}, 120_000);
afterAll(() => house.close());

const STUDENT = '00a9a76518624b02b0ed57263606fc26';
const ONE = {
  student_id: STUDENT,
  namespace: 'ns_example',
  events: [
    { type: 'saved_code', created_time: '2024-07-21 03:06:00.000000+00:00', unit: '9' },
    { type: 'saved_code', created_time: '2024-07-21 03:04:00.000000+00:00', unit: 9 },
    { type: 'submission', created_time: '2024-07-21T03:08:00Z', unit: '17' },
    { type: 'saved_code', created_time: '2024-07-21 08:35:00+05:30', unit: '10' },
  ],
};

async function start(path: string, body: unknown, by: Client = person): Promise<string> {
  const answer = await by.post(path, body);
  if (answer.status !== 202) throw new Error(`${path} was answered ${answer.status}: ${answer.text}`);
  const { task_id: id, status } = answer.body as { task_id: string; status: string };
  expect(status).toBe('Processing started');
  expect(answer.headers.get('location')).toBe(`${path.split('?')[0] ?? ''}/${id}`);
  return `${path.split('?')[0] ?? ''}/${id}`;
}

/** Asks until the task is over. @throws after half a minute */
async function finished(location: string): Promise<Answer> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await wait(50)) {
    const answer = await person.get(location);
    if (answer.status !== 202) return answer;
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  throw new Error(`${location} has not ended`);
}

const made = async (path: string, body: unknown): Promise<Answer> => finished(await start(path, body));

describe('the HTML door', () => {
  it('answers with a page that the two lines lead', async () => {
    const page = await made('/assignment/html', ONE);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const [, body = ''] = page.text.split('<body>');
    expect(body.replace(/^\s*<main>\s*<section [^>]*>\s*/, '')).toMatch(
      new RegExp(`^<h2>Student ID: ${STUDENT}</h2>\\n<p>Event Order: Q1 -> Q1 -> Q3 -> Q2</p>\\n`),
    );
  });

  it('puts the page under the strictest policy, which allows its own style alone', async () => {
    const page = await made('/assignment/html', ONE);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("sandbox; default-src 'none'; style-src 'sha256-");
    expect(policy).not.toMatch(/unsafe|script-src/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('orders by time on request, and says so', async () => {
    const page = await made('/assignment/html?order=time', ONE);
    expect(page.text).toContain('<p>Event Order: Q1 -> Q2 -> Q1 -> Q3</p>');
    expect(page.text).toContain('in the order of their times');
  });

  it('is not sent again to a client that has it', async () => {
    const location = await start('/assignment/html', ONE);
    const etag = (await finished(location)).headers.get('etag') ?? '';
    expect((await person.get(location, { 'if-none-match': etag })).status).toBe(304);
  });
});

describe('the PDF door', () => {
  it('answers with a tagged, bookmarked file named after the student', async () => {
    const file = await made('/assignment/pdf', ONE);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="report_${STUDENT}.pdf"`);
    const pdf = readPdf(file.bytes);
    expect(pdf.tagged).toBe(true);
    expect(pdf.bookmarks[0]).toMatchObject({ title: `Student ID: ${STUDENT}`, level: 1 });
    const texts = elements(pdf.root, 'P').map(({ text }) => text.replace(/\s+/g, ' '));
    expect(texts).toContain('Event Order: Q1 -> Q1 -> Q3 -> Q2');
  });

  it('makes one file of an array, with a section for each student', async () => {
    const file = await made('/assignment/pdf', [ONE, { student_id: 'b', events: [] }]);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="report_2_students.pdf"');
    const titles = readPdf(file.bytes).bookmarks.map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining([`Student ID: ${STUDENT}`, 'Student ID: b', 'All students']),
    );
  });

  it('gives the same bytes for the same events', async () => {
    const [one, other] = [await made('/assignment/pdf', ONE), await made('/assignment/pdf', ONE)];
    expect(one.bytes.equals(other.bytes)).toBe(true);
  });

  it('makes a hostile id harmless in the name, the headers and the page', async () => {
    const hostile = { student_id: '../..\\"\r\nX: y<script>alert(1)</script>\u202efdp', events: [] };
    const file = await made('/assignment/pdf', hostile);
    expect(file.headers.get('x')).toBeNull();
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename="report_.._.._X_y_script_alert_1_script_fdp.pdf"',
    );
    const page = await made('/assignment/html', hostile);
    expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.text).not.toContain('<script>alert');
  });
});

describe('what became of a task', () => {
  it('says little while it waits, whoever the student is', async () => {
    const quiet = await openHouse({ worker: false });
    try {
      const other = await quiet.newcomer();
      const location = await start('/assignment/html', ONE, other);
      const waiting = await other.get(location);
      expect([waiting.status, waiting.body]).toEqual([
        202,
        {
          status: 'PENDING',
          student_id: STUDENT,
          created_at: expect.stringMatching(/Z$/) as string,
          updated_at: expect.stringMatching(/Z$/) as string,
        },
      ]);
      const several = await other.get(await start('/assignment/html', [ONE], other));
      expect((several.body as { student_id: unknown }).student_id).toBeNull();
      await other.post(`/api/reports/${location.split('/').at(-1) ?? ''}/cancel`);
      const cancelled = await other.get(location);
      expect([cancelled.status, cancelled.body]).toEqual([
        200,
        { status: 'FAILURE', error: 'the task was cancelled' },
      ]);
    } finally {
      await quiet.close();
    }
  });

  it('is not found for strangers to it, through the other door, and when it never was', async () => {
    const location = await start('/assignment/html', ONE);
    const id = location.split('/').at(-1) ?? '';
    const other = await house.newcomer();
    const answers = [
      await other.get(location),
      await person.get(`/assignment/pdf/${id}`),
      await person.get(`/assignment/html/${newId()}`),
      await person.get('/assignment/html/no-id'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({
        error: 'Task not found',
        details: [],
        code: 'not_found',
        status: 404,
      });
    }
  });

  it('needs sign-in', async () => {
    const answer = await house.stranger.post('/assignment/html', ONE);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ code: 'sign_in_required', error: expect.any(String) as string });
  });
});

describe('what the doors refuse', () => {
  it('names every wrong place at once', async () => {
    const answer = await person.post('/assignment/html', [
      ONE,
      {
        student_id: ' ',
        events: [{ type: 'x' }, { unit: 1, created_time: 'yesterday' }, { unit: 1, note: 'n' }],
        'a/b': 1,
      },
    ]);
    expect(answer.status).toBe(422);
    const { errors, details } = answer.body as { errors: { pointer: string }[]; details: unknown };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      '/1/a~1b',
      '/1/events/0/unit',
      '/1/events/1/created_time',
      '/1/events/2/note',
      '/1/student_id',
    ]);
    expect(details).toEqual(errors);
  });

  it.each([
    ['an unknown order', '/assignment/html?order=alphabet', ONE, 422],
    ['an unknown choice', '/assignment/pdf?colour=red', ONE, 422],
    ['no body', '/assignment/html', undefined, 400],
    ['an empty array', '/assignment/html', [], 422],
  ])('refuses %s', async (_what, path, body, status) => {
    const answer = await person.post(path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: expect.any(String) as string, status });
  });

  it('takes ten megabytes and no more, and 100,000 events and no more', async () => {
    const long = await person.ask('POST', '/assignment/html', {
      raw: `{"student_id": "${' '.repeat(10_500_000)}"}`,
      headers: { 'content-type': 'application/json' },
    });
    expect([long.status, (long.body as { code: string }).code]).toEqual([413, 'body_too_large']);
    const many = await person.post('/assignment/html', {
      student_id: 'a',
      events: Array.from({ length: 100_001 }, () => ({ unit: 1 })),
    });
    expect([many.status, (many.body as { code: string }).code]).toEqual([413, 'too_many_events']);
  });

  it('makes nothing new for a repeated key, and refuses it for other events', async () => {
    const key = { 'idempotency-key': newId() };
    const [first, again] = [
      await person.post('/assignment/pdf', ONE, key),
      await person.post('/assignment/pdf', ONE, key),
    ];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await person.post('/assignment/pdf', { ...ONE, student_id: 'x' }, key)).status).toBe(422);
    expect((await person.post('/assignment/pdf?order=time', ONE, key)).status).toBe(422);
  });
});

describe('other vocabularies', () => {
  it('stores xAPI statements, and makes every format of them', async () => {
    const statement = (name: string, unit: string, verb: string, timestamp: string) => ({
      actor: { account: { homePage: 'https://lms.example', name } },
      verb: { id: verb },
      object: { id: unit },
      timestamp,
    });
    const stored = await person.post('/api/feedback/xapi', [
      statement('s1', 'u2', 'http://id.tincanapi.com/verb/saved', '2024-07-21T03:04:55.939Z'),
      statement('s2', 'u1', 'https://lms.example/verbs/pondered', '2024-07-21T03:05:00Z'),
      statement('s1', 'u1', 'http://adlnet.gov/expapi/verbs/answered', '2024-07-21T03:05:00Z'),
    ]);
    expect([stored.status, stored.body]).toMatchObject([201, { studentId: null, students: 2, events: 3 }]);
    const { id: submissionId } = stored.body as { id: string };
    expect((await person.get(stored.headers.get('location') ?? '')).body).toEqual(stored.body);
    const report = await madeReport(person, {
      template: 'feedback.event-order',
      formats: ['xlsx', 'csv', 'json', 'html', 'pdf'],
      parameters: { submissionId, detail: 'teacher' },
    });
    const json = report.artefacts.find(({ format }) => format === 'json');
    const text = (await house.stranger.get(json?.downloadUrl ?? '')).text;
    expect(text).toContain('Event Order: Q2 -> Q1');
    expect(text).toContain('pondered');
  });

  it('stores a Caliper envelope, and points at what it lacks', async () => {
    const event = {
      type: 'AssessmentItemEvent',
      actor: { id: 'urn:user:1' },
      action: 'Submitted',
      object: { id: 'urn:item:9' },
      eventTime: '2024-07-21T03:04:55.939Z',
    };
    const envelope = (data: unknown[]) => ({
      sensor: 's',
      sendTime: event.eventTime,
      dataVersion: 'v',
      data,
    });
    const stored = await person.post(
      '/api/feedback/caliper',
      envelope([{ id: 'urn:user:1', type: 'Person' }, event]),
    );
    expect([stored.status, stored.body]).toMatchObject([201, { studentId: 'urn:user:1', events: 1 }]);
    const wrong = await person.post(
      '/api/feedback/caliper',
      envelope([{ ...event, object: {}, eventTime: 'x' }]),
    );
    const { errors } = wrong.body as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/data/0/object/id', '/data/0/eventTime']);
  });

  it("fails a report of somebody else's submission, and forgets one on request", async () => {
    const stored = await person.post('/api/feedback/xapi', {
      actor: { mbox: 'mailto:a@b.c' },
      verb: { id: 'v' },
      object: { id: 'u' },
    });
    const { id } = stored.body as { id: string };
    const other = await house.newcomer();
    expect((await other.get(`/api/feedback/submissions/${id}`)).status).toBe(404);
    await expect(
      madeReport(other, {
        template: 'feedback.event-order',
        formats: ['html'],
        parameters: { submissionId: id },
      }),
    ).rejects.toThrow('not_found');
    expect((await person.delete(`/api/feedback/submissions/${id}`)).status).toBe(204);
    expect((await person.get(`/api/feedback/submissions/${id}`)).status).toBe(404);
  });
});
