import { elements, readPdfTables } from '../../../../test/conformance/read-pdf';
import { printPdf, tableSection, textColumns } from '../../../../test/conformance/print-pdf';
import type { CellValue } from '@pressroom/document';
import type { Printed } from '../../../../test/conformance/print-pdf';

const numbered = (count: number, cell: (row: number) => readonly CellValue[]): (readonly CellValue[])[] =>
  Array.from({ length: count }, (_, row) => cell(row));

/** Pages on which a text of the body (not a running line) is shown. */
const pagesWith = ({ read }: Printed, text: string): number[] =>
  read.pages.flatMap((page, index) =>
    page.shown.some((piece) => piece.text.trim() === text) ? [index] : [],
  );

describe('a table on paper', () => {
  it('prints every row once, in order, over all pages', async () => {
    const rows = numbered(300, (row) => [`row ${row}`, row]);
    const columns = [
      ...textColumns('Name'),
      { key: 'n', title: 'Number', format: { kind: 'integer' } } as const,
    ];
    const { read, file } = await printPdf([tableSection({ columns, rows: [rows] })]);
    const [table] = readPdfTables(read);
    expect(table?.headers).toEqual(['Name', 'Number']);
    expect(table?.rows).toEqual(rows.map(([name, number]) => [name, String(number)]));
    expect(file).toMatchObject({ rows: 300, omittedRows: 0, extension: 'pdf', mediaType: 'application/pdf' });
  });

  it('repeats its header on each page, as decoration but for the first', async () => {
    const rows = numbered(200, (row) => [`row ${row}`, 'x']);
    const printed = await printPdf([tableSection({ columns: textColumns('Name', 'Mark'), rows: [rows] })]);
    expect(printed.read.pages.length).toBeGreaterThan(3);
    expect(pagesWith(printed, 'Mark')).toEqual(printed.read.pages.map((_, index) => index));
    const asContent = printed.read.pages.flatMap((page) =>
      page.shown.filter((piece) => piece.text === 'Mark' && piece.mark !== null),
    );
    expect(asContent).toHaveLength(1);
    expect(elements(printed.read.root, 'TH').map((cell) => cell.scope)).toEqual(['Column', 'Column']);
  });

  it('keeps a row of several lines on one page', async () => {
    const rows = numbered(60, (row) => [`begin${row} ${'middle '.repeat(60)}end${row}`]);
    const { read } = await printPdf([tableSection({ columns: textColumns('Text'), rows: [rows] })]);
    expect(read.pages.length).toBeGreaterThan(2);
    for (let row = 0; row < 60; row++) {
      const page = (word: string): number =>
        read.pages.findIndex(({ shown }) =>
          shown.some(({ text }) => text.split(' ').includes(`${word}${row}`)),
        );
      expect(page('begin')).toBe(page('end'));
    }
  });

  it('tears only a row taller than a page, and loses nothing of it', async () => {
    const long = Array.from({ length: 6_000 }, (_, word) => `w${word}`)
      .join(' ')
      .slice(0, 32_000);
    const { read } = await printPdf([
      tableSection({
        columns: textColumns('Id', 'Text'),
        rows: [
          [
            ['1', 'short'],
            ['2', long],
            ['3', 'end'],
          ],
        ],
      }),
    ]);
    expect(readPdfTables(read)[0]?.rows).toEqual([
      ['1', 'short'],
      ['2', long],
      ['3', 'end'],
    ]);
    for (const page of read.pages)
      expect(Math.max(...page.shown.map(({ y }) => y))).toBeLessThan(page.height - 20);
  });

  it('cuts a cell of 40,000 characters at the limit and says so', async () => {
    const { read } = await printPdf([
      tableSection({ columns: textColumns('Text'), rows: [[['x'.repeat(40_000)]]] }),
    ]);
    const cell = readPdfTables(read)[0]?.rows[0]?.[0] ?? '';
    expect(cell).toHaveLength(32_767);
    expect(cell.endsWith('… [cut: 40000 characters]')).toBe(true);
  });

  it('says that it is empty', async () => {
    const { read, file } = await printPdf([
      tableSection({
        columns: textColumns('Name', 'Mark'),
        rows: [],
        emptyText: 'No alerts in this period.',
      }),
      tableSection({ columns: textColumns('Other'), rows: [] }),
    ]);
    const [said, silent] = readPdfTables(read);
    expect(said).toEqual({
      title: 'Table',
      headers: ['Name', 'Mark'],
      rows: [['No alerts in this period.']],
    });
    expect(silent?.rows).toEqual([['No rows']]);
    expect(file.rows).toBe(0);
  });

  it('prints 200 columns in groups with the first column in each, whole rows in the structure', async () => {
    const columns = textColumns('Name', ...Array.from({ length: 199 }, (_, column) => `Column ${column}`));
    const rows = numbered(30, (row) => columns.map((_, column) => `${row}/${column}`));
    const printed = await printPdf([tableSection({ columns, rows: [rows] })]);
    const [table] = readPdfTables(printed.read);
    expect(table?.headers).toHaveLength(200);
    expect(table?.rows).toEqual(rows);
    for (const page of printed.read.pages) {
      expect(page.width).toBeGreaterThan(page.height);
      expect(Math.max(...page.shown.map(({ x }) => x))).toBeLessThan(page.width - 40);
    }
    expect(pagesWith(printed, '0/0').length).toBeGreaterThan(5);
    expect(printed.read.pages[0]?.text).toMatch(/The table has 200 columns\. They are printed in \d+ groups/);
  });

  it('turns the page for columns that need it, and back', async () => {
    const columns = textColumns(...Array.from({ length: 12 }, (_, column) => `Column ${column}`));
    const wide = tableSection({
      columns,
      rows: [numbered(20, () => columns.map(() => 'some ordinary text'))],
    });
    const after = { kind: 'paragraph', text: 'Afterwards.' } as const;
    const { read } = await printPdf([{ ...wide, blocks: [...wide.blocks, after] }]);
    expect(read.pages.map((page) => page.width > page.height)).toEqual([true, true, false]);
    expect(read.pages.at(-1)?.text).toContain('Afterwards.');
  });

  it('prints the first 5,000 rows where asked, and how many more the workbook holds', async () => {
    const batches = Array.from({ length: 13 }, () => numbered(400, (row) => [`row ${row}`]));
    const { read, file } = await printPdf([
      tableSection({ columns: textColumns('Name'), rows: batches, tail: 'first' }),
    ]);
    expect(file).toMatchObject({ rows: 5_000, omittedRows: 200 });
    expect(readPdfTables(read)[0]?.rows).toHaveLength(5_000);
    const note = 'These are the first 5,000 of 5,200 rows; the workbook holds the other 200.';
    expect(elements(read.root, 'P').map((element) => element.text)).toContain(note);
  });

  it('has no caption that only repeats the heading above it', async () => {
    const columns = textColumns('Name');
    const { read } = await printPdf([
      { ...tableSection({ columns, rows: [[['a']]], title: 'Shops' }), title: 'Shops' },
      tableSection({ columns, rows: [[['b']]], title: 'Staff' }),
    ]);
    expect(readPdfTables(read).map(({ title }) => title)).toEqual(['Shops', 'Staff']);
    expect(elements(read.root, 'Caption').map(({ text }) => text)).toEqual(['Staff']);
    expect(read.bookmarks.map(({ title }) => title)).toEqual(['Shops', 'Section', 'Staff']);
  });

  it('keeps a short table on one page', async () => {
    const words = { kind: 'paragraph', text: 'Words. '.repeat(700) } as const;
    const rows = numbered(12, (row) => [`row ${row}`]);
    const section = tableSection({ columns: textColumns('Name'), rows: [rows] });
    const printed = await printPdf([{ ...section, blocks: [words, ...section.blocks] }]);
    expect(pagesWith(printed, 'row 0')).toEqual(pagesWith(printed, 'row 11'));
  });

  it('aligns figures on the right and colours heat maps', async () => {
    const columns = [
      ...textColumns('Day'),
      { key: 'a', title: 'A', format: { kind: 'decimal', digits: 2 } } as const,
    ];
    const rows = [
      ['Mon', 1.005],
      ['Tue', 20],
      ['Wed', null],
      ['Thu', 'n/a'],
    ];
    const scales = [{ columns: ['a'], style: 'heat' as const }];
    const { read } = await printPdf([tableSection({ columns, rows: [rows], scales })]);
    expect(readPdfTables(read)[0]?.rows.map((row) => row[1])).toEqual(['1.01', '20.00', '', 'n/a']);
    const left = (text: string): number =>
      read.pages[0]?.shown.find((piece) => piece.text === text)?.x ?? Number.NaN;
    expect(left('1.01')).toBeGreaterThan(left('20.00'));
  });
});
