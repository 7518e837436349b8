import type { CellValue, ReportDocument, RowBatches, Table } from '@pressroom/document';
import { DomainError } from '@pressroom/kernel';
import { examples } from './examples';
import { catalogue, catalogueView, findOrderable, findTemplate } from './index';

async function rowsOf(batches: RowBatches): Promise<(readonly CellValue[])[]> {
  const rows: (readonly CellValue[])[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

interface Placed {
  place: string;
  table: Table;
  rows: (readonly CellValue[])[];
}

async function tablesOf(document: ReportDocument): Promise<Placed[]> {
  const tables: Placed[] = [];
  for await (const section of document.sections)
    for (const block of section.blocks)
      if (block.kind === 'table')
        tables.push({
          place: `${section.key}/${block.key}`,
          table: block,
          rows: await rowsOf(block.rows),
        });
  return tables;
}

describe('the catalogue', () => {
  it('has an example for every template', () => {
    const shown = new Set(examples.map(({ template }) => template));
    expect(catalogue.filter(({ name }) => !shown.has(name))).toEqual([]);
  });

  it('describes the parameters of every template as a JSON Schema that refuses unknown fields', () => {
    for (const view of catalogueView) {
      expect(view.parameters.$schema).toContain('2020-12');
      expect(view.parameters.additionalProperties).toBe(false);
    }
    const shown = catalogue.filter(({ reserved }) => !reserved);
    expect(JSON.parse(JSON.stringify(catalogueView))).toHaveLength(shown.length);
  });

  it('neither shows nor takes by name what a door of its own orders', () => {
    const reserved = catalogue.filter((template) => template.reserved).map(({ name }) => name);
    expect(reserved).toContain('account.export');
    for (const name of reserved) {
      expect(catalogueView.map((view) => view.name)).not.toContain(name);
      expect(() => findOrderable(name)).toThrow('no such template');
      expect(findTemplate(name).name).toBe(name);
    }
  });

  it('refuses a template that is not in it', () => {
    expect(() => findTemplate('nutrition.none')).toThrow(DomainError);
    expect(() => findTemplate('__proto__')).toThrow('no such template');
  });
});

describe.each(examples)('the example of $template', ({ template: name, source, parameters, context }) => {
  const template = findTemplate(name);

  it('resolves its parameters once and for all, to JSON', () => {
    const resolved = template.resolve(parameters, context);
    expect(template.resolve(resolved, context)).toEqual(resolved);
    expect(JSON.parse(JSON.stringify(resolved))).toEqual(resolved);
  });

  it('names every unknown field', () => {
    let flaws: unknown;
    try {
      template.resolve({ ...parameters, 'no~such/field': 1, other: 2 }, context);
    } catch (error) {
      flaws = error instanceof DomainError ? error.flaws.map(({ pointer }) => pointer) : error;
    }
    expect(flaws).toEqual(['/parameters/no~0such~1field', '/parameters/other']);
  });

  it('lays out tables whose rows are as long as their columns, under keys unique in their section', async () => {
    const document = await template.compose(source, template.resolve(parameters, context), context);
    const tables = await tablesOf(document);
    expect(new Set(tables.map(({ place }) => place)).size).toBe(tables.length);
    for (const { table, rows } of tables) {
      expect(table.key).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/);
      expect(new Set(table.columns.map(({ key }) => key)).size).toBe(table.columns.length);
      expect(rows.filter((row) => row.length !== table.columns.length)).toEqual([]);
    }
  });

  it('draws charts whose series are as long as their categories', async () => {
    const document = await template.compose(source, template.resolve(parameters, context), context);
    for await (const section of document.sections)
      for (const block of section.blocks)
        if (block.kind === 'chart')
          for (const series of block.series) expect(series.values).toHaveLength(block.categories.length);
  });
});
