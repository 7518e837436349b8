import { elements, readPdfTables } from '../../../../test/conformance/read-pdf';
import {
  SlowSink,
  printBytes,
  printPdf,
  tableSection,
  textColumns,
} from '../../../../test/conformance/print-pdf';
import { createPdfWriter } from './index';
import type { Chart, Section } from '@pressroom/document';

const chart: Chart = {
  kind: 'chart',
  key: 'energy',
  chart: 'line',
  title: 'Energy per day',
  categories: ['2026-01-01', '2026-01-02', '2026-01-03'],
  categoryFormat: { kind: 'date' },
  categoryTitle: 'Day',
  series: [{ key: 'energy', name: 'Energy', values: [1800, null, 2200] }],
  valueFormat: { kind: 'integer' },
  valueTitle: 'Energy',
  unit: 'kcal',
};

const chapter = (number: number): Section => ({
  key: `s${number}`,
  title: `Chapter ${number}`,
  blocks: [
    { kind: 'heading', level: 2, text: `Part of ${number}` },
    { kind: 'paragraph', text: 'Some words. '.repeat(300) },
    { kind: 'heading', level: 3, text: `Detail of ${number}` },
    { kind: 'paragraph', text: 'More words.' },
  ],
});

const table = tableSection({ columns: textColumns('A', 'B'), rows: [[['1', 'ü']]] });

describe('a printed report', () => {
  it('says its title, language and period, and is tagged', async () => {
    const title = 'Müller & <sons> "2026"';
    const { read } = await printPdf([table], { title, language: 'de-AT', subtitle: 'All shops' });
    expect(read).toMatchObject({ title, language: 'de-AT', tagged: true, displaysTitle: true });
    expect(read.metadata).toContain('Müller &amp; &lt;sons&gt; &quot;2026&quot;');
    expect(read.metadata).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(read.created).toBe('D:20260331220000Z');
    expect(elements(read.root, 'H1').map((element) => element.text)).toEqual([title]);
    const facts = elements(read.root, 'LI').map((item) => item.kids.map((kid) => kid.text));
    expect(facts).toEqual([
      ['Period', '2026-01-01 to 2026-03-31'],
      ['Data as of', '2026-04-01 00:00 (Europe/Berlin)'],
    ]);
  });

  it('numbers its pages and carries title and section on each', async () => {
    const { read } = await printPdf([chapter(1), chapter(2)]);
    const count = read.pages.length;
    expect(count).toBeGreaterThan(1);
    for (const [index, page] of read.pages.entries()) {
      expect(page.text).toContain(`Page ${index + 1} of ${count}`);
      if (index > 0)
        expect(page.shown.filter(({ mark }) => mark === null).map(({ text }) => text)).toContain(
          'Quarterly figures',
        );
    }
  });

  it('begins with contents that lead to the right pages when it has more than two sections', async () => {
    const { read } = await printPdf([1, 2, 3, 4].map(chapter));
    const entries = elements(read.root, 'TOCI').map((entry) => entry.text);
    expect(entries).toHaveLength(8);
    for (const { title, page } of read.bookmarks) {
      expect(read.pages[page]?.text).toContain(title);
      expect(entries).toContain(`${title}${page + 1}`);
    }
    expect(read.root.kids.map((kid) => kid.role)).toEqual([
      'H1',
      'L',
      'P',
      'TOC',
      'Sect',
      'Sect',
      'Sect',
      'Sect',
    ]);
  });

  it('has contents of any length, with numbers that still hold', async () => {
    const short = (number: number): Section => ({
      ...chapter(number),
      blocks: [{ kind: 'paragraph', text: 'Words.' }],
    });
    const { read } = await printPdf(Array.from({ length: 150 }, (_, index) => short(index)));
    const entries = elements(read.root, 'TOCI').map((entry) => entry.text);
    expect(entries).toHaveLength(150);
    for (const [index, { title, page }] of read.bookmarks.entries()) {
      expect(entries[index]).toBe(`${title}${page + 1}`);
      expect(read.pages[page]?.text).toContain(title);
    }
  });

  it('has no contents for one or two sections', async () => {
    const { read } = await printPdf([chapter(1), chapter(2)]);
    expect(elements(read.root, 'TOC')).toEqual([]);
    expect(read.bookmarks.map(({ title, level }) => [title, level])).toEqual([
      ['Chapter 1', 1],
      ['Part of 1', 2],
      ['Chapter 2', 1],
      ['Part of 2', 2],
    ]);
  });

  it('never leaves a heading at the end of a page, nor skips a level', async () => {
    const blocks = Array.from({ length: 40 }, (_, index) => [
      { kind: 'heading', level: index % 3 === 0 ? 2 : 3, text: `Heading ${index}` } as const,
      { kind: 'paragraph', text: `Begin${index} ${'words '.repeat(40 + index * 3)}` } as const,
    ]).flat();
    const { read } = await printPdf([{ key: 's', title: 'S', blocks }]);
    for (let index = 0; index < 40; index++) {
      const page = (text: string): number => read.pages.findIndex((one) => one.text.includes(text));
      expect(page(`Heading ${index}\n`)).toBe(page(`Begin${index} `));
    }
    let level = 0;
    for (const { role } of elements(read.root, 'H1', 'H2', 'H3', 'H4')) {
      expect(Number(role[1])).toBeLessThanOrEqual(level + 1);
      level = Number(role[1]);
    }
  });

  it('gives every chart a text alternative', async () => {
    const kinds = ['line', 'area', 'bar', 'column', 'stacked', 'pie', 'doughnut', 'scatter', 'heat'] as const;
    const { read } = await printPdf([
      { key: 's', title: 'S', blocks: kinds.map((kind) => ({ ...chart, chart: kind })) },
      { key: 't', title: 'T', blocks: [{ ...chart, description: 'As the chart says (itself).' }] },
    ]);
    const figures = elements(read.root, 'Figure');
    expect(figures).toHaveLength(10);
    for (const figure of figures) expect(figure.alt ?? '').not.toBe('');
    expect(figures.at(-1)?.alt).toBe('As the chart says (itself).');
  });

  it('prints facts with units, changes and missing figures', async () => {
    const { read } = await printPdf([
      {
        key: 's',
        title: '',
        blocks: [
          {
            kind: 'facts',
            key: 'f',
            facts: [
              {
                key: 'a',
                label: 'Energy',
                value: 1234.5,
                format: { kind: 'integer' },
                unit: 'kcal',
                change: { reference: 1000, label: 'last week', goodWhen: 'down' },
              },
              { key: 'b', label: 'Water', value: null, format: { kind: 'decimal', digits: 1 }, unit: 'l' },
            ],
          },
        ],
      },
    ]);
    const text = read.pages[0]?.text ?? '';
    expect(text).toContain('1,235');
    expect(text).toContain('worse');
    expect(text).toContain('last week: 1,000 kcal');
    expect(text).toContain('no data');
    // Read aloud or copied, a figure does not run into its unit and what is said of it.
    const bodies = elements(read.root, 'LBody').map((body) => body.text);
    expect(bodies).toContain('1,235 kcal ▲ up 235 (23.5 %), worse last week: 1,000 kcal');
  });

  it('is a valid file without any section', async () => {
    const { read, file } = await printPdf([], { asOf: null, facts: [] });
    expect(read.pages).toHaveLength(1);
    expect(read.created).toBeNull();
    expect(file.rows).toBe(0);
  });

  it('gives equal bytes for equal documents, whatever was printed before', async () => {
    const odd = tableSection({ columns: textColumns('A'), rows: [[['a\u00a0b µ μ é e\u0301 مرحبا']]] });
    const first = await printBytes([table, { ...chapter(1), blocks: [chart] }]);
    await printBytes([odd]);
    const second = await printBytes([table, { ...chapter(1), blocks: [chart] }]);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    const other = await printBytes([odd]);
    expect((await printBytes([odd])).bytes.equals(other.bytes)).toBe(true);
  });

  it('waits for a sink that is slow', async () => {
    const rows = Array.from({ length: 30 }, () =>
      Array.from({ length: 100 }, (_, row) => [`row ${row}`, 'x']),
    );
    const sink = new SlowSink(true);
    await printBytes([tableSection({ columns: textColumns('A', 'B'), rows })], {}, sink);
    const largest = Math.max(...sink.chunks.map((chunk) => chunk.length));
    expect(sink.most).toBeLessThanOrEqual(largest);
  });

  it('ends when its sink fails', async () => {
    const sink = new SlowSink();
    sink.on('error', () => undefined);
    const writer = createPdfWriter({ sink });
    sink.destroy(new Error('disk full'));
    await writer.begin({
      title: 'T',
      language: 'en',
      timeZone: 'UTC',
      asOf: null,
      facts: [],
      template: { name: 't', version: '1' },
    });
    await expect(writer.end()).rejects.toThrow();
    await expect(writer.abort()).resolves.toBeUndefined();
  });

  it('keeps text that means something elsewhere as plain text', async () => {
    const texts = [
      '=1+1',
      '<b>bold</b>',
      'O\'Brien "quoted"',
      '(a\\b)',
      '%PDF',
      '9007199254740993123',
      'javascript:alert(1)',
    ];
    const { read, bytes } = await printPdf([
      tableSection({ columns: textColumns('A'), rows: [texts.map((text) => [text])] }),
    ]);
    expect(readPdfTables(read)[0]?.rows.flat()).toEqual(texts);
    expect(bytes.includes('/URI')).toBe(false);
    expect(bytes.includes('/JavaScript')).toBe(false);
  });
});
