import type { Block, CellValue, Column, ReportDocument, Section } from '@pressroom/document';
import { catalogue, findTemplate } from '@pressroom/templates';
import { examples, type TemplateExample } from '../../libs/templates/src/examples';
import { buildFile } from './build-file';
import { workbookFaults } from './check-workbook';
import { expectSameFacts, type FactFormat, factsOf } from './expect-same-facts';
import { expectSameTables } from './expect-same-tables';
import { keepDocument } from './keep-document';

// No template is named here: what is in the catalogue is held to the same promises.
function composed(example: TemplateExample): Promise<ReportDocument> {
  const template = findTemplate(example.template);
  return template.compose(
    example.source,
    template.resolve(example.parameters, example.context),
    example.context,
  );
}

const kept = new Map<TemplateExample, Promise<ReportDocument>>();

/** What files are held against: composed once, for some templates compute long. */
function documentOf(example: TemplateExample): Promise<ReportDocument> {
  const known = kept.get(example) ?? composed(example).then(keepDocument);
  kept.set(example, known);
  return known;
}

const cases = examples.flatMap((example) =>
  findTemplate(example.template).formats.map((format) => [example.template, format, example] as const),
);

const FIGURES: readonly string[] = ['xlsx', 'pdf', 'html', 'json'] satisfies FactFormat[];
const withFigures = cases.flatMap(([name, format, example]) =>
  FIGURES.includes(format) ? [[name, format as FactFormat, example] as const] : [],
);

/** The same document with one added to its first single figure that is a number; null without any single figure. */
async function withTotalMoved(document: ReportDocument): Promise<ReportDocument | null> {
  const moved = new Set<string>();
  const sections: Section[] = [];
  for await (const section of document.sections) {
    const blocks = section.blocks.map((block): Block => {
      if (block.kind !== 'facts') return block;
      const facts = block.facts.map((fact) => {
        if (moved.size > 0 || typeof fact.value !== 'number') return fact;
        moved.add(fact.key);
        return { ...fact, value: fact.value + 1 };
      });
      return { ...block, facts };
    });
    sections.push({ ...section, blocks });
  }
  return moved.size > 0 ? { ...document, sections } : null;
}

/** The same document with the first table changed that `change` can alter; in csv that is the main one, if there is one. */
async function altered(
  document: ReportDocument,
  format: string,
  change: (rows: CellValue[][], columns: readonly Column[]) => CellValue[][] | null,
): Promise<ReportDocument> {
  let done = false;
  const sections: Section[] = [];
  for await (const section of document.sections) {
    const blocks = [];
    for (const block of section.blocks) {
      if (block.kind !== 'table') {
        blocks.push(block);
        continue;
      }
      const rows: CellValue[][] = [];
      for await (const batch of block.rows) rows.push(...batch.map((row) => [...row]));
      const passed = format === 'csv' && block.key !== (document.mainTable ?? block.key);
      const changed: CellValue[][] | null = done || passed ? null : change(rows, block.columns);
      done ||= changed !== null;
      blocks.push({ ...block, rows: [changed ?? rows] });
    }
    sections.push({ ...section, blocks });
  }
  if (!done) throw new Error('the example has nothing to alter');
  return { ...document, sections };
}

function moveFirstNumber(rows: CellValue[][], step: (column: number) => number): CellValue[][] | null {
  for (const [at, row] of rows.entries()) {
    const column = row.findIndex((value) => typeof value === 'number' && Number.isFinite(value));
    if (column < 0) continue;
    return rows.map((each, index) =>
      index === at
        ? each.map((value, place) => (place === column ? Number(value) + step(column) : value))
        : each,
    );
  }
  return null;
}

/** One unit of the last decimal that is shown: what a figure rounded the wrong way is off by. */
function lastDecimal(format: Column['format'] | undefined): number {
  if (format?.kind === 'decimal') return 10 ** -format.digits;
  if (format?.kind === 'percent') return 10 ** (-format.digits - 2);
  return 1;
}

describe('every template', () => {
  it('has an example', () => {
    expect(new Set(examples.map(({ template }) => template))).toEqual(
      new Set(catalogue.map(({ name }) => name)),
    );
  });

  it.each(cases)('%s as %s says what the document says, cell by cell', async (_name, format, example) => {
    const { bytes } = await buildFile(await composed(example), format);
    await expectSameTables(await documentOf(example), format, bytes);
    if (format === 'xlsx') expect(await workbookFaults(bytes)).toEqual([]);
  });

  it.each(withFigures)('%s as %s shows every single figure and total', async (_name, format, example) => {
    const { bytes } = await buildFile(await documentOf(example), format);
    await expectSameFacts(await documentOf(example), format, bytes);
  });

  it.each(withFigures)('%s as %s is found out when a total is off by one', async (_name, format, example) => {
    const document = await documentOf(example);
    const changed = await withTotalMoved(document);
    // A template without single figures has no total to be wrong.
    if (changed === null) return expect(await factsOf(await documentOf(example))).toEqual([]);
    const { bytes } = await buildFile(changed, format);
    await expect(expectSameFacts(await documentOf(example), format, bytes)).rejects.toThrow();
  });

  it.each(cases)('%s as %s gives the same bytes for the same data', async (_name, format, example) => {
    const one = await buildFile(await composed(example), format);
    const two = await buildFile(await documentOf(example), format);
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it.each(cases)('%s as %s is found out when a figure is off by one', async (_name, format, example) => {
    const { bytes } = await buildFile(
      await altered(await documentOf(example), format, (rows) => moveFirstNumber(rows, () => 1)),
      format,
    );
    await expect(expectSameTables(await documentOf(example), format, bytes)).rejects.toThrow();
  });

  it.each(cases)('%s as %s is found out when a figure is rounded wrongly', async (_name, format, example) => {
    const { bytes } = await buildFile(
      await altered(await documentOf(example), format, (rows, columns) =>
        moveFirstNumber(rows, (column) => lastDecimal(columns[column]?.format)),
      ),
      format,
    );
    await expect(expectSameTables(await documentOf(example), format, bytes)).rejects.toThrow();
  });

  it.each(cases)('%s as %s is found out when a row is missing', async (_name, format, example) => {
    const short = await altered(await documentOf(example), format, (rows) =>
      rows.length > 0 ? rows.slice(0, -1) : null,
    );
    const { bytes } = await buildFile(short, format);
    await expect(expectSameTables(await documentOf(example), format, bytes)).rejects.toThrow();
  });
});
