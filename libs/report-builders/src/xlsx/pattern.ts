import ExcelJS from 'exceljs';
import { readZip } from '../zip';
import { STYLE_NAMES, type StyleName, styleOf } from './styles';

/** What every workbook shares: drawn once in a process by exceljs, because it never depends on the data. */
export interface Pattern {
  /** xl/styles.xml */
  styles: string;
  /** xl/theme/theme1.xml */
  theme: string;
  /** Index into cellXfs. */
  id(name: StyleName): number;
  /** The same look for a text that begins like a formula: `quotePrefix` keeps it a text when a person edits it. */
  quoted(id: number): number;
}

let drawn: Promise<Pattern> | undefined;

/** The shared pattern; drawn on the first call (some 50 ms), at once afterwards. */
export function pattern(): Promise<Pattern> {
  drawn ??= draw();
  return drawn;
}

async function draw(): Promise<Pattern> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('pattern');
  STYLE_NAMES.forEach((name, at) => {
    sheet.getCell(at + 1, 1).value = 'x';
    sheet.getCell(at + 1, 1).style = styleOf(name);
  });
  const parts = await readZip(Buffer.from(await workbook.xlsx.writeBuffer()));
  const cells = part(parts, 'xl/worksheets/sheet1.xml').matchAll(/<c r="A\d+" s="(\d+)"/g);
  const ids = new Map<StyleName, number>();
  for (const [at, match] of [...cells].entries()) {
    const name = STYLE_NAMES[at];
    if (name !== undefined) ids.set(name, Number(match[1]));
  }
  const { styles, count } = withQuotedTwins(part(parts, 'xl/styles.xml'));
  return {
    styles,
    theme: part(parts, 'xl/theme/theme1.xml'),
    id: (name) => {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`the pattern lacks the style ${name}`);
      return id;
    },
    quoted: (id) => id + count,
  };
}

/** Every cell format once more with quotePrefix, which exceljs can't express. */
function withQuotedTwins(xml: string): { styles: string; count: number } {
  const list = /<cellXfs count="(\d+)">(.*?)<\/cellXfs>/s.exec(xml);
  if (list === null) throw new Error('exceljs wrote no cell formats');
  const count = Number(list[1]);
  const formats = list[2] ?? '';
  const twins = formats.replaceAll('<xf ', '<xf quotePrefix="1" ');
  return {
    styles: xml.replace(list[0], `<cellXfs count="${count * 2}">${formats}${twins}</cellXfs>`),
    count,
  };
}

function part(parts: ReadonlyMap<string, Buffer>, name: string): string {
  const content = parts.get(name);
  if (content === undefined) throw new Error(`exceljs wrote no ${name}`);
  return content.toString('utf8');
}
