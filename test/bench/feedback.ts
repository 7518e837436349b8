/**
 * What student feedback costs. Without an address: taking in, analysing and drawing, in this process. With the address
 * of a running service: reports a second through it, and the time from POST to the finished file.
 *
 *     node dist/test/bench/feedback.js
 *     node dist/test/bench/feedback.js http://127.0.0.1:3000 [reports] [at once] [html|pdf]
 */
import { analyseStudent, packStudents, readAssignment, unpackStudents } from '@pressroom/feedback';
import { type BuilderFormat, warm, writeDocument } from '@pressroom/report-builders';
import { findTemplate, type ReportContext } from '@pressroom/templates';
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

const SESSION = 4 * 3600;

/** A student's evening: runs of saves that end in a submission, with a pause now and then. Seeded by its arguments. */
function assignmentOf(events: number, units = 12, student = 'bench') {
  const step = SESSION / Math.max(events, 200);
  return {
    student_id: student,
    namespace: 'bench',
    events: Array.from({ length: events }, (_, at) => {
      const second = at * step + ((at * 7919) % 97) / 10 + Math.floor(at / 60) * 700;
      return {
        unit: String(1 + ((Math.floor(at / 9) * 5) % units)),
        type: at % 9 === 8 ? 'submission' : 'saved_code',
        created_time: new Date(1_721_530_000_000 + second * 1000)
          .toISOString()
          .replace('T', ' ')
          .replace('Z', '+00:00'),
      };
    }),
  };
}

const CONTEXT: ReportContext = {
  accountId: randomUUID(),
  role: 'member',
  locale: 'en',
  timeZone: 'UTC',
  requestedAt: '2026-01-01T00:00:00.000Z',
};

class Counter extends Writable {
  bytes = 0;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.bytes += chunk.length;
    done();
  }
}

async function build(packed: Buffer, format: BuilderFormat): Promise<number> {
  const template = findTemplate('feedback.event-order');
  const sink = new Counter();
  const source = { students: () => Promise.resolve(unpackStudents(packed)) };
  const parameters = template.resolve({ submissionId: randomUUID() }, CONTEXT);
  const document = await template.compose(source, parameters, CONTEXT);
  await writeDocument(document, [{ format, sink }]);
  return sink.bytes;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function timed(name: string, times: number, work: () => unknown): Promise<void> {
  for (let at = 0; at < Math.min(20, times); at += 1) await work();
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let at = 0; at < times; at += 1) await work();
  const wall = (performance.now() - start) / times;
  const { user, system } = process.cpuUsage(cpu);
  say(
    `${name.padEnd(44)} ${wall.toFixed(2).padStart(9)} ms  ${((user + system) / 1000 / times).toFixed(2).padStart(9)} ms CPU`,
  );
}

async function inProcess(): Promise<void> {
  await warm();
  for (const [events, times] of [
    [10, 200],
    [150, 200],
    [5_000, 10],
    [100_000, 3],
  ] as const) {
    const body = JSON.stringify(assignmentOf(events));
    const { students } = readAssignment(JSON.parse(body));
    const packed = packStudents(students);
    say(`\n${events} events: ${body.length} bytes as sent, ${packed.length} packed`);
    await timed('take in (parse, check, pack)', times, () =>
      packStudents(readAssignment(JSON.parse(body)).students),
    );
    await timed('unpack and analyse', times, () =>
      unpackStudents(packed).map((student) => analyseStudent(student, { order: 'given', pauseMinutes: 10 })),
    );
    for (const format of ['html', 'pdf'] as const) {
      let bytes = 0;
      await timed(`${format}, all of it`, times, async () => (bytes = await build(packed, format)));
      say(`  ${bytes} bytes`);
    }
  }
  const many = Array.from({ length: 500 }, (_, at) => assignmentOf(100, 8, `student ${at}`));
  const packed = packStudents(readAssignment(many).students);
  say('\n500 students of 100 events');
  for (const format of ['html', 'pdf'] as const)
    await timed(`${format}, all of it`, 1, () => build(packed, format));
}

interface Caller {
  url: string;
  headers: Record<string, string>;
}

async function signUp(url: string): Promise<Caller> {
  const answer = await fetch(`${url}/api/auth/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${randomUUID()}@example.org`, password: 'seven green kettles' }),
  });
  if (answer.status !== 201) throw new Error(`sign-up was answered ${answer.status}`);
  const { accessToken } = (await answer.json()) as { accessToken: string };
  return { url, headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' } };
}

/** Milliseconds from sending the events to holding the file, and of the POST alone. */
async function one(
  { url, headers }: Caller,
  format: string,
  body: string,
): Promise<{ post: number; ready: number }> {
  const start = performance.now();
  const asked = await fetch(`${url}/assignment/${format}`, { method: 'POST', headers, body });
  const location = asked.headers.get('location');
  await asked.arrayBuffer();
  const post = performance.now() - start;
  if (asked.status !== 202 || location === null) throw new Error(`the door answered ${asked.status}`);
  for (const deadline = start + 60_000; performance.now() < deadline; await wait(5)) {
    const answer = await fetch(`${url}${location}`, { headers });
    await answer.arrayBuffer();
    if (answer.status === 200) return { post, ready: performance.now() - start };
    if (answer.status !== 202) throw new Error(`the task is answered ${answer.status}`);
  }
  throw new Error('a task took longer than a minute');
}

const share = (sorted: readonly number[], of: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? 0).toFixed(0);

async function through(url: string, reports: number, atOnce: number, format: string): Promise<void> {
  const caller = await signUp(url);
  const body = JSON.stringify(assignmentOf(150));
  for (let at = 0; at < 20; at += 1) await one(caller, format, body);
  const taken: { post: number; ready: number }[] = [];
  let left = reports;
  const start = performance.now();
  const client = async (): Promise<void> => {
    while ((left -= 1) >= 0) taken.push(await one(caller, format, body));
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  const seconds = (performance.now() - start) / 1000;
  say(
    `${reports} ${format} reports of 150 events, ${atOnce} at once: ${(reports / seconds).toFixed(0)} a second`,
  );
  for (const what of ['post', 'ready'] as const) {
    const sorted = taken.map((each) => each[what]).sort((a, b) => a - b);
    say(`  ${what}: median ${share(sorted, 0.5)} ms, p95 ${share(sorted, 0.95)} ms`);
  }
}

const [, , url, reports = '200', atOnce = '1', format = 'html'] = process.argv;
(url === undefined ? inProcess() : through(url, Number(reports), Number(atOnce), format)).catch(
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
