/**
 * What student feedback costs: taking in, analysing and drawing, in this process; then reports a second through a whole
 * service, and the time from POST to the finished file.
 */
import { analyseStudent, packStudents, readAssignment, unpackStudents } from '@pressroom/feedback';
import { type BuilderFormat, warm, writeDocument } from '@pressroom/report-builders';
import { findTemplate, type ReportContext } from '@pressroom/templates';
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { throughput } from './throughput';
import { benchWorld, type BenchWorld, quantile, say } from './world';

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

/** Milliseconds from sending the events to holding the file. */
async function one({ url, token }: BenchWorld, format: string, body: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const start = performance.now();
  const asked = await fetch(`${url}/assignment/${format}`, { method: 'POST', headers, body });
  const location = asked.headers.get('location');
  await asked.arrayBuffer();
  if (asked.status !== 202 || location === null) throw new Error(`the door answered ${asked.status}`);
  for (const deadline = start + 60_000; performance.now() < deadline; await wait(4)) {
    const answer = await fetch(`${url}${location}`, { headers });
    await answer.arrayBuffer();
    if (answer.status === 200) return performance.now() - start;
    if (answer.status !== 202) throw new Error(`the task is answered ${answer.status}`);
  }
  throw new Error('a task took longer than a minute');
}

/** Of a plain Django + Celery + ReportLab service on such a machine, without a page's design. */
const PEER = '108 a second, median 40 ms';

async function through(world: BenchWorld): Promise<void> {
  const assignment = assignmentOf(150);
  const body = JSON.stringify(assignment);
  say(`\nthrough the service, 150 events a report (peer: ${PEER})`);
  for (const format of ['html', 'pdf']) {
    const load = (name: string, count: number): Promise<void> =>
      throughput(world, {
        name: `${format}, ${name}`,
        count,
        path: `/assignment/${format}`,
        body: assignment,
      });
    await load('the first thousand', 1000);
    await load('warming up', 3000);
    await load('warm', 2000);
    const ready: number[] = [];
    for (let at = 0; at < 100; at += 1) ready.push(await one(world, format, body));
    say(
      `${format}, one at a time: median ${quantile(ready, 0.5).toFixed(0)} ms, p95 ${quantile(ready, 0.95).toFixed(0)} ms from POST to file`,
    );
  }
}

async function main(): Promise<void> {
  await inProcess();
  const world = await benchWorld({ logs: 0, accounts: 20 });
  try {
    await through(world);
  } finally {
    await world.close();
  }
}

void main();
