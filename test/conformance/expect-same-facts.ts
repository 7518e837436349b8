import { type CellValue, display, type Fact, type ReportDocument } from '@pressroom/document';
import ExcelJS from 'exceljs';
import { checkJsonCell, checkPrintedCell, checkXlsxCell, type CellCheck, oneLine } from './expected-cell';
import { elementsOf, type HtmlElement, readHtml, textOf } from './read-html';
import { elements, readPdf } from './read-pdf';
import { plain } from './read-xlsx';

/** The formats that show single figures; csv holds tables alone, and a bundle is made of csv and json. */
export type FactFormat = 'xlsx' | 'pdf' | 'html' | 'json';

interface FoundFact {
  label: string;
  value: CellValue;
}

/**
 * Fails unless the file shows every single figure of the document, totals among them, under its name.
 * @param document a fresh one
 */
export async function expectSameFacts(
  document: ReportDocument,
  format: FactFormat,
  bytes: Buffer,
): Promise<void> {
  const told = await factsOf(document);
  const found = await READERS[format](bytes, told);
  const differences = told.flatMap((fact, at) => {
    const read = found[at];
    if (read === undefined) return [`${fact.label}: missing`];
    if (oneLine(read.label) !== oneLine(labelIn(format, fact)))
      return [`${fact.label}: is named ${read.label}`];
    const wrong = CHECKS[format](fact.value, read.value, fact.format);
    return wrong === null ? [] : [`${fact.label}: ${wrong}`];
  });
  expect(differences.slice(0, 10)).toEqual([]);
}

export async function factsOf(document: ReportDocument): Promise<Fact[]> {
  const facts: Fact[] = [];
  for await (const section of document.sections) {
    for (const block of section.blocks) if (block.kind === 'facts') facts.push(...block.facts);
  }
  return facts;
}

const CHECKS: Record<FactFormat, CellCheck> = {
  xlsx: (told, found, format) => checkXlsxCell(told, found === '–' ? null : found, format),
  json: checkJsonCell,
  html: checkPrintedCell,
  pdf: checkPrintedCell,
};

function labelIn(format: FactFormat, { label, unit }: Fact): string {
  return format === 'xlsx' && unit !== undefined ? `${label} (${unit})` : label;
}

type FactReader = (bytes: Buffer, told: readonly Fact[]) => Promise<FoundFact[]> | FoundFact[];

const READERS: Record<FactFormat, FactReader> = { xlsx: inWorkbook, json: inJson, html: inPage, pdf: inPdf };

/** What stands below each name: tiles are a row of names over a row of figures. */
async function inWorkbook(bytes: Buffer, told: readonly Fact[]): Promise<FoundFact[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ArrayBuffer);
  const names = new Set(told.map((fact) => oneLine(labelIn('xlsx', fact))));
  const tiles: FoundFact[] = [];
  for (const sheet of workbook.worksheets) {
    sheet.eachRow((row, at) => {
      row.eachCell((cell, column) => {
        const label = plain(cell.value);
        if (typeof label !== 'string' || !names.has(oneLine(label))) return;
        tiles.push({ label, value: plain(sheet.getCell(at + 1, column).value) });
      });
    });
  }
  // Other cells may carry the same words: of those after the last tile, the one that is right, if any is.
  let from = 0;
  return told.flatMap((fact) => {
    const named = tiles.flatMap(({ label }, at) =>
      at >= from && oneLine(label) === oneLine(labelIn('xlsx', fact)) ? [at] : [],
    );
    const right = (at: number): boolean =>
      CHECKS.xlsx(fact.value, tiles[at]?.value ?? null, fact.format) === null;
    const at = named.find(right) ?? named[0];
    const tile = at === undefined ? undefined : tiles[at];
    if (at === undefined || tile === undefined) return [];
    from = at + 1;
    return [tile];
  });
}

function inJson(bytes: Buffer): FoundFact[] {
  const { sections } = JSON.parse(bytes.toString('utf8')) as {
    sections: { facts?: Record<string, Record<string, FoundFact>> }[];
  };
  return sections.flatMap(({ facts = {} }) => Object.values(facts).flatMap((block) => Object.values(block)));
}

/** The figure that a text begins with, when it is the one told; the whole text otherwise. */
function figureOf(text: string, fact: Fact | undefined): string {
  const whole = oneLine(text);
  const told = fact === undefined ? '' : oneLine(display(fact.value, fact.format));
  const shown = told === '' ? 'no data' : told;
  const rest = whole.startsWith(shown) ? whole.slice(shown.length) : null;
  // A page may say more of a figure right behind it; further digits would make it another one.
  const ends = rest !== null && (!/^[\d.,]/.test(rest) || rest.startsWith(oneLine(fact?.note ?? '\n')));
  return ends ? told : whole;
}

function inPage(bytes: Buffer, told: readonly Fact[]): FoundFact[] {
  const withClass = (root: HtmlElement, name: string): HtmlElement[] =>
    [...elementsOf(root)].filter((element) => element.attributes.get('class')?.split(' ').includes(name));
  return withClass(readHtml(bytes.toString('utf8')), 'fact').map((tile, at) => {
    const name = [...elementsOf(tile)].find((element) => element.name === 'dt');
    const [figure] = withClass(tile, 'figure');
    return {
      label: name === undefined ? '' : textOf(name),
      value: figureOf(figure === undefined ? '' : textOf(figure), told[at]),
    };
  });
}

/** Items of a list that are labelled with the name; the figure comes first in them. */
function inPdf(bytes: Buffer, told: readonly Fact[]): FoundFact[] {
  const items = elements(readPdf(bytes).root, 'LI').filter((item) => elements(item, 'Lbl').length > 0);
  // The facts about the document itself come before.
  return items.slice(-told.length || items.length).map((item, at) => ({
    label: elements(item, 'Lbl')[0]?.text ?? '',
    value: figureOf(elements(item, 'LBody')[0]?.text ?? '', told[at]),
  }));
}
