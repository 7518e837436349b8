import { readAssignment } from '@pressroom/feedback';
import { writeDocument } from '@pressroom/report-builders';
import { findTemplate, type ReportContext, SubmissionSource } from '@pressroom/templates';
import { Writable } from 'node:stream';
import { elements, readPdf } from './read-pdf';

const CONTEXT: ReportContext = {
  accountId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  role: 'member',
  locale: 'en',
  timeZone: 'UTC',
  requestedAt: '2026-01-01T00:00:00.000Z',
};

class Memory extends Writable {
  private readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }
  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

async function made(body: unknown, format: 'html' | 'pdf'): Promise<Buffer> {
  class Given extends SubmissionSource {
    students() {
      return Promise.resolve(readAssignment(body).students);
    }
  }
  const template = findTemplate('feedback.event-order');
  const parameters = template.resolve({ submissionId: CONTEXT.accountId }, CONTEXT);
  const sink = new Memory();
  await writeDocument(await template.compose(new Given(), parameters, CONTEXT), [{ format, sink }]);
  return sink.bytes;
}

function student(id: string, events: number): object {
  return {
    student_id: id,
    events: Array.from({ length: events }, (_, at) => ({
      unit: (at * 5) % 11,
      type: at % 6 === 5 ? 'submission' : 'saved_code',
      created_time: new Date(Date.UTC(2024, 6, 21, 9) + at * 40_000).toISOString(),
    })),
  };
}

/** What a person would copy from the printed order line, pages and all. */
const lineOf = (events: number): string =>
  `Event Order: ${Array.from({ length: events }, (_, at) => `Q${((at * 5) % 11) + 1}`).join(' -> ')}`;

describe('the printed order line', () => {
  it('is whole in the structure, over however many pages', async () => {
    const pdf = readPdf(await made(student('long', 6000), 'pdf'));
    const texts = elements(pdf.root, 'P').map(({ text }) => text.replace(/\s+/g, ' ').trim());
    expect(pdf.pages.length).toBeGreaterThan(10);
    expect(texts).toContain(lineOf(6000));
  });
});

describe('five hundred students in one file', () => {
  const many = Array.from({ length: 500 }, (_, at) => student(`student ${at}`, 1));

  it('have a chapter, a bookmark and pages of their own each', async () => {
    const pdf = readPdf(await made(many, 'pdf'));
    const chapters = pdf.bookmarks.filter(({ level }) => level === 1);
    expect(chapters.slice(0, 500).map(({ title }) => title)).toEqual(
      many.map((_, at) => `Student ID: student ${at}`),
    );
    expect(new Set(chapters.map(({ page }) => page)).size).toBe(chapters.length);
  }, 120_000);

  it('have a section and a line in the contents each', async () => {
    const html = (await made(many, 'html')).toString('utf8');
    expect(html.match(/<h2>Student ID: student \d+<\/h2>\n<p>Event Order: /g)).toHaveLength(500);
    expect(html.match(/<li><a href="#section-student\d+">/g)).toHaveLength(500);
  });
});

it('writes the same bytes for the same events, in both', async () => {
  for (const format of ['html', 'pdf'] as const) {
    const [one, other] = [await made(student('s', 40), format), await made(student('s', 40), format)];
    expect(one.equals(other)).toBe(true);
  }
});

it('makes hostile names harmless in the page and in print', async () => {
  const id = '<img src=x onerror=alert(1)>"&\u202e\u0007';
  const body = { student_id: id, namespace: '</style><script>', events: [{ unit: '<b>', type: '"><i>' }] };
  const html = (await made(body, 'html')).toString('utf8');
  expect(html).toContain('<h2>Student ID: &lt;img src=x onerror=alert(1)&gt;&quot;&amp;\u202e\ufffd</h2>');
  expect(html).not.toMatch(/<img|<b>|<i>|<\/style><script>[^(]*<\/dd>/);
  expect(html.match(/<script>/g)).toHaveLength(1);
  const titles = readPdf(await made(body, 'pdf')).bookmarks.map(({ title }) => title);
  expect(titles[0]).toBe('Student ID: <img src=x onerror=alert(1)>"&\u202e\ufffd');
});
