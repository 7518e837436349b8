import { posix } from 'node:path';
import { SaxesParser } from 'saxes';
import { readZip } from './read-zip';

interface XmlElement {
  name: string;
  attributes: Record<string, string>;
}

/** Every element of a part. @throws when it isn't well-formed */
function elementsOf(xml: string): XmlElement[] {
  const elements: XmlElement[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => elements.push({ name, attributes: { ...attributes } }));
  parser.write(xml).close();
  return elements;
}

const named = (elements: readonly XmlElement[], name: string): XmlElement[] =>
  elements.filter((element) => element.name === name);

/**
 * What a strict reader of OOXML packages would object to: parts without a content type, relations to nowhere, ids used
 * twice, styles that don't exist, formulas, rows or cells out of order. Empty when there is nothing.
 */
export async function workbookFaults(bytes: Buffer): Promise<string[]> {
  const files = await readZip(bytes);
  const parts = new Map<string, XmlElement[]>();
  for (const [name, content] of files) {
    parts.set(name, elementsOf(new TextDecoder('utf8', { fatal: true }).decode(content)));
  }
  return [
    ...contentTypeFaults(parts),
    ...relationFaults(parts),
    ...identityFaults(parts),
    ...[...parts].flatMap(([name, elements]) =>
      /worksheets\/sheet/.test(name) ? sheetFaults(name, elements, parts) : [],
    ),
  ];
}

type Parts = ReadonlyMap<string, XmlElement[]>;

function contentTypeFaults(parts: Parts): string[] {
  const types = named(parts.get('[Content_Types].xml') ?? [], 'Override').map((one) =>
    (one.attributes.PartName ?? '').slice(1),
  );
  const needing = [...parts.keys()].filter(
    (name) => !name.endsWith('.rels') && name !== '[Content_Types].xml',
  );
  return [
    ...needing.filter((name) => !types.includes(name)).map((name) => `${name} has no content type`),
    ...types
      .filter((name) => !parts.has(name))
      .map((name) => `a content type for ${name}, which isn't there`),
  ];
}

function relationFaults(parts: Parts): string[] {
  const faults: string[] = [];
  for (const [name, elements] of parts) {
    if (!name.endsWith('.rels')) continue;
    const source = posix.join(posix.dirname(name), '..', posix.basename(name, '.rels'));
    const relations = named(elements, 'Relationship');
    const ids = relations.map((one) => one.attributes.Id ?? '');
    if (new Set(ids).size !== ids.length) faults.push(`${name} gives an id twice`);
    for (const { attributes } of relations) {
      const target = posix.join(posix.dirname(source), attributes.Target ?? '');
      if (!parts.has(target)) faults.push(`${name} points to ${target}, which isn't there`);
    }
    for (const { name: element, attributes } of parts.get(source) ?? []) {
      const id = attributes['r:id'];
      if (id !== undefined && !ids.includes(id))
        faults.push(`${source}: ${element} uses the unknown relation ${id}`);
    }
  }
  return faults;
}

function identityFaults(parts: Parts): string[] {
  const tables = [...parts]
    .filter(([name]) => name.startsWith('xl/tables/'))
    .flatMap(([, elements]) => named(elements, 'table'));
  const sheets = named(parts.get('xl/workbook.xml') ?? [], 'sheet');
  const twice = (what: string, values: readonly string[]): string[] =>
    new Set(values.map((value) => value.toLowerCase())).size === values.length
      ? []
      : [`two ${what} alike: ${values.join(', ')}`];
  const bad = sheets
    .map((one) => one.attributes.name ?? '')
    .filter((name) => name.length > 31 || name === '' || /[[\]:*?/\\]|^'|'$/.test(name));
  return [
    ...twice(
      'table ids',
      tables.map((one) => one.attributes.id ?? ''),
    ),
    ...twice(
      'table names',
      tables.map((one) => one.attributes.displayName ?? ''),
    ),
    ...twice(
      'sheet names',
      sheets.map((one) => one.attributes.name ?? ''),
    ),
    ...bad.map((name) => `a sheet can't be called ${name}`),
  ];
}

function sheetFaults(name: string, elements: readonly XmlElement[], parts: Parts): string[] {
  const styles = parts.get('xl/styles.xml') ?? [];
  const count = Number(named(styles, 'cellXfs')[0]?.attributes.count ?? 0);
  const faults: string[] = [];
  if (named(elements, 'f').length > 0) faults.push(`${name} holds a formula`);
  if (named(elements, 'hyperlink').length > 0) faults.push(`${name} holds a link`);
  let [row, column] = [0, 0];
  for (const { name: element, attributes } of elements) {
    if (element === 'row') {
      if (Number(attributes.r) <= row) faults.push(`${name}: row ${attributes.r ?? ''} after row ${row}`);
      [row, column] = [Number(attributes.r), 0];
    }
    if (element !== 'c') continue;
    const at = columnNumber(attributes.r ?? '');
    if (attributes.r?.endsWith(String(row)) !== true || at <= column)
      faults.push(`${name}: cell ${attributes.r ?? ''} out of order`);
    if (Number(attributes.s) >= count) faults.push(`${name}: cell ${attributes.r ?? ''} has no such style`);
    column = at;
  }
  return faults;
}

function columnNumber(reference: string): number {
  return [...reference.replace(/\d/g, '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}
