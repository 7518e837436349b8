import type { CellValue, Chart, ReportDocument, Section, Table } from '@pressroom/document';
import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { elementsOf, readHtml, readHtmlTables, textOf } from '../../../../test/conformance/read-html';
import type { BuiltFile } from '../builder';
import { writeDocument } from '../write-document';
import { createHtmlWriter } from './index';

class Collected extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
  get html(): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(this.chunks));
  }
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  '</title></style></script><script>alert(1)</script>',
  '</td></tr></table><iframe src="javascript:alert(1)">',
  '<!--<script>-->',
  ']]><x>',
  'javascript:alert(1)',
  '&lt;script&gt; &amp; &#60;b&#62; &nosuch; &',
  '<a href="//evil.example">',
  '\u0000<\u0000script>',
  'lone \uD800 and \uDC00 surrogates',
  '\u202Egnp.exe',
  '{{constructor}} ${alert(1)} <%= x %>',
  'x'.repeat(200) + '<b>',
];

const base: Omit<ReportDocument, 'sections'> = {
  title: 'Log',
  language: 'en',
  timeZone: 'Europe/Berlin',
  asOf: new Date('2026-03-01T10:00:00Z'),
  facts: [{ label: 'Period', value: 'all' }],
  template: { name: 'test.log', version: '1' },
};

function table(rows: readonly (readonly CellValue[])[], more: Partial<Table> = {}): Table {
  return {
    kind: 'table',
    key: 'log',
    title: 'Entries',
    tail: 'first',
    columns: [
      { key: 'food', title: 'Food', format: { kind: 'text' } },
      { key: 'energy', title: 'Energy', unit: 'kcal', format: { kind: 'decimal', digits: 2 } },
    ],
    rows: [rows],
    ...more,
  };
}

const bars = (name: string): Chart => ({
  kind: 'chart',
  key: name,
  chart: 'bar',
  title: name,
  categories: [name, 'other'],
  categoryFormat: { kind: 'text' },
  categoryTitle: name,
  series: [
    { key: 'a', name, values: [1, 2] },
    { key: 'b', name: `${name} again`, values: [3, null] },
  ],
  valueFormat: { kind: 'integer' },
  valueTitle: name,
  unit: name,
});

async function page(
  sections: readonly Section[],
  head: Partial<ReportDocument> = {},
): Promise<{ html: string; file: BuiltFile }> {
  const sink = new Collected();
  const document = { ...base, ...head, sections };
  const [file] = await writeDocument(document, [{ format: 'html', sink }], { scratch: '/nonexistent' });
  if (file === undefined) throw new Error('no file');
  return { html: sink.html, file };
}

const section = (...blocks: Section['blocks']): Section => ({ key: 'main', title: 'Main', blocks });

describe('an html page', () => {
  it('names the digests of its own style and script in its policy, and allows nothing else', async () => {
    const { html } = await page([section()]);
    const digest = (element: string): string => {
      const content = new RegExp(`<${element}>([^]*?)</${element}>`).exec(html)?.[1] ?? '';
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    expect(policy).toBe(
      `default-src 'none'; style-src ${digest('style')}; script-src ${digest('script')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\sstyle=|\son\w+=|(?:https?:)?\/\/(?!www\.w3\.org)/);
  });

  it('prints headings of level two and normal paragraphs as bare elements', async () => {
    const { html } = await page([
      {
        key: 'x',
        title: '',
        blocks: [
          { kind: 'heading', level: 2, text: 'Student ID: 7' },
          { kind: 'paragraph', text: 'Event Order: A, B' },
        ],
      },
    ]);
    expect(html).toContain('<h2>Student ID: 7</h2>\n<p>Event Order: A, B</p>');
    expect(html.match(/<h2>/g)).toHaveLength(1);
  });

  it('lists its sections only when there are more than two', async () => {
    const sections = ['One', 'Two', 'Three'].map((title) => ({ key: 'same', title, blocks: [] }));
    expect((await page(sections.slice(0, 2))).html).not.toContain('<nav');
    const ids = [...(await page(sections)).html.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(3);
    const { html } = await page(sections);
    for (const id of ids) expect(html).toContain(`<a href="#${id}">`);
  });

  it('sets figures against their reference in words, not by colour alone', async () => {
    const facts = {
      kind: 'facts' as const,
      key: 'k',
      facts: [
        {
          key: 'a',
          label: 'Energy',
          value: 1100,
          format: { kind: 'integer' as const },
          change: { reference: 1000, label: 'last week', goodWhen: 'down' as const },
        },
        {
          key: 'b',
          label: 'Share',
          value: 0.5,
          format: { kind: 'percent' as const, digits: 1 as const },
          change: { reference: 0.4, label: 'last week' },
        },
        {
          key: 'c',
          label: 'None',
          value: null,
          format: { kind: 'integer' as const },
          change: { reference: null, label: 'last week' },
        },
      ],
    };
    const text = textOf(readHtml((await page([section(facts)])).html));
    expect(text).toContain('▲ up 100 (10.0\u00a0%), worse');
    expect(text).toContain('last week: 1,000');
    expect(text).toContain('▲ up 10.0 points');
    expect(text).toContain('no data');
  });

  it('gives back what was put in, read by another reader', async () => {
    const rows = [
      ['Tom’s "best" <b>', 1.005],
      ['שלום', null],
      ['=1+1', -1234.5],
      ['', 0],
    ] as const;
    const { html, file } = await page([section(table(rows))]);
    expect(readHtmlTables(html).get('log')).toEqual({
      title: 'Entries',
      headers: ['Food', 'Energy (kcal)'],
      rows: [
        ['Tom’s "best" <b>', '1.01'],
        ['שלום', ''],
        ['=1+1', '-1,234.50'],
        ['', '0.00'],
      ],
    });
    expect(file).toMatchObject({
      rows: 4,
      omittedRows: 0,
      extension: 'html',
      mediaType: 'text/html; charset=utf-8',
    });
  });

  it('says when a table is empty', async () => {
    const { html } = await page([
      section(table([], { emptyText: 'Nothing was eaten.' }), table([], { key: 'b' })),
    ]);
    expect(html).toContain('Nothing was eaten.');
    expect(html).toContain('No rows');
    expect(readHtmlTables(html).get('log')?.rows).toEqual([]);
  });

  it('prints the first 5,000 rows of a long table and says where the others are', async () => {
    const rows = Array.from({ length: 5003 }, (_, index) => [`food ${index}`, index]);
    const first = await page([section(table(rows))]);
    expect(first.file).toMatchObject({ rows: 5000, omittedRows: 3 });
    expect(first.html).toContain('These are the first 5,000 of 5,003 rows; the workbook holds the other 3.');
    expect(readHtmlTables(first.html).get('log')?.rows).toHaveLength(5000);
    const full = await page([section(table(rows, { tail: 'full' }))]);
    expect(full.file).toMatchObject({ rows: 5003, omittedRows: 0 });
    expect(full.html).not.toContain('the workbook holds');
  });

  it('draws scales by class and picture, and leaves them out where a table is too long to know its ends', async () => {
    const scales = [{ columns: ['energy'], style: 'heat' as const }];
    const { html } = await page([
      section(
        table(
          [
            ['a', 0],
            ['b', 10],
            ['c', null],
            ['d', Number.NaN],
          ],
          { scales },
        ),
      ),
    ]);
    expect(html).toContain('<td class="n heat-0">0.00</td>');
    expect(html).toContain('<td class="n heat-8">10.00</td>');
    const barred = await page([
      section(
        table(
          [
            ['a', 5],
            ['b', -10],
          ],
          { scales: [{ columns: ['energy'], style: 'bar' }] },
        ),
      ),
    ]);
    expect(barred.html).toContain('<rect width="50" height="10" class="f-series-1"/></svg>5.00</td>');
    const rows = Array.from({ length: 5500 }, (_, index) => [`food ${index}`, index]);
    const long = await page([section(table(rows, { scales, tail: 'full' }))]);
    expect(readHtmlTables(long.html).get('log')?.rows).toHaveLength(5500);
    expect(long.html).not.toContain('class="n heat-');
  });

  it('gives equal bytes for equal documents', async () => {
    const build = async (): Promise<string> =>
      (await page([section(table([['a', 1]]), bars('chart'), { kind: 'pageBreak' })])).html;
    expect(await build()).toBe(await build());
  });
});

describe('hostile text', () => {
  const ELEMENTS = new Set(
    (
      'html head meta title style body a header h1 h2 h3 p dl div dt dd bdi main section table caption thead tbody tr th td ' +
      'figure figcaption svg desc rect line path circle text nav ol li footer script span'
    ).split(' '),
  );
  const ATTRIBUTES = new Set(
    (
      'lang charset http-equiv content name class href id role tabindex aria-labelledby aria-label aria-hidden data-key data-sort ' +
      'scope dir colspan viewbox preserveaspectratio xmlns x y x1 x2 y1 y2 cx cy r d width height rx opacity stroke-width ' +
      'stroke-dasharray font-size font-weight text-anchor transform'
    ).split(' '),
  );

  it.each(HOSTILE)('%j makes no element or attribute anywhere', async (text) => {
    const facts = {
      kind: 'facts' as const,
      key: text,
      facts: [
        {
          key: text,
          label: text,
          value: text,
          format: { kind: 'text' as const },
          unit: text,
          note: text,
          change: { reference: 1, label: text },
        },
      ],
    };
    const blocks: Section['blocks'] = [
      { kind: 'heading', level: 2, text },
      { kind: 'heading', level: 3, text },
      { kind: 'paragraph', text },
      { kind: 'paragraph', text, tone: 'note' },
      facts,
      table(
        [
          [text, text],
          [text, 1],
        ],
        {
          title: text,
          key: text,
          columns: [
            { key: 'food', title: text, unit: text, format: { kind: 'text' } },
            { key: 'energy', title: text, format: { kind: 'id' } },
          ],
        },
      ),
      table([], { emptyText: text }),
      bars(text),
      { ...bars(text), chart: 'pie' },
      {
        ...bars(text),
        chart: 'timeline',
        marks: [{ lane: text, from: 0, to: 900, shape: 'bar', label: text }],
      },
    ];
    const sections = ['a', 'b', 'c'].map(() => ({ key: text, title: text, blocks }));
    const head = {
      title: text,
      subtitle: text,
      language: text,
      facts: [{ label: text, value: text }],
      template: { name: text, version: text },
    };
    const { html } = await page(sections, head);
    const elements = [...elementsOf(readHtml(html))];
    expect(elements.filter(({ name }) => !ELEMENTS.has(name))).toEqual([]);
    const attributes = new Set(elements.flatMap((element) => [...element.attributes.keys()]));
    expect([...attributes].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
    expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
    for (const element of elements) expect(element.attributes.get('href') ?? '#').toMatch(/^#/);
    const ids = elements.flatMap(({ attributes: all }) => all.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
    expect(readHtmlTables(html).size).toBeGreaterThan(0);
  });
});

describe('a slow reader of the page', () => {
  it('holds the rows back: nothing piles up between the writer and the sink', async () => {
    const highWaterMark = 16 * 1024;
    let most = 0;
    let taken = 0;
    const sink: Writable = new Writable({
      highWaterMark,
      write(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        most = Math.max(most, sink.writableLength);
        setTimeout(done, 1);
      },
    });
    const writer = createHtmlWriter({ sink, scratch: '/nonexistent' });
    await writer.begin(base);
    const { rows: _rows, ...head } = table([], { tail: 'full' });
    await writer.tableBegin(head);
    const batch = Array.from({ length: 500 }, (_, index) => [`food ${index} ${'x'.repeat(200)}`, index]);
    for (let count = 0; count < 20; count += 1) await writer.tableRows(batch);
    await writer.tableEnd();
    expect((await writer.end()).rows).toBe(10_000);
    expect(taken).toBeGreaterThan(2_000_000);
    expect(most).toBeLessThan(highWaterMark + 3 * 64 * 1024);
  });

  it('ends the build when the sink fails', async () => {
    const sink = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('disk full'));
      },
    });
    const document = {
      ...base,
      sections: [section(table(Array.from({ length: 4000 }, () => ['x'.repeat(100), 1])))],
    };
    await expect(
      writeDocument(document, [{ format: 'html', sink }], { scratch: '/nonexistent' }),
    ).rejects.toThrow('disk full');
  });
});
