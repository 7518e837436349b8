import { createHash } from 'node:crypto';
import { readHtml, readHtmlTables, textOf } from '../../../../test/conformance/read-html';
import { bars, page, section, table } from '../../../../test/support/html-page';

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

  it('sets a long figure smaller, so that it is not broken in two', async () => {
    const fact = (value: number) => ({
      key: 'a',
      label: 'Hours',
      value,
      format: { kind: 'decimal', digits: 2 } as const,
    });
    const classOf = async (value: number) => {
      const { html } = await page([section({ kind: 'facts', key: 'f', facts: [fact(value)] })]);
      return /<dd class="(figure[^"]*)"/.exec(html)?.[1];
    };
    expect([await classOf(1_174.5), await classOf(1_174_840.47)]).toEqual(['figure', 'figure small']);
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
