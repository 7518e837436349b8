import type { DocumentHead } from '../builder';
import { RELATIONS, SPREADSHEET } from './sheet-frame';
import { escapeXml, XML_HEAD } from './xml';

const PACKAGE_RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument';

export interface Relation {
  id: string;
  /** Last part of the relation's type, such as `worksheet`. */
  type: string;
  target: string;
}

export function relationsXml(relations: readonly Relation[]): string {
  const each = relations.map(({ id, type, target }) => {
    const full = type.startsWith('http') ? type : `${RELATIONS}/${type}`;
    return `<Relationship Id="${id}" Type="${full}" Target="${target}"/>`;
  });
  return `${XML_HEAD}<Relationships xmlns="${PACKAGE_RELATIONS}">${each.join('')}</Relationships>`;
}

export const ROOT_RELATIONS = relationsXml([
  { id: 'rId1', type: 'officeDocument', target: 'xl/workbook.xml' },
  {
    id: 'rId2',
    type: 'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
    target: 'docProps/core.xml',
  },
  { id: 'rId3', type: 'extended-properties', target: 'docProps/app.xml' },
]);

const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^xl\/workbook\.xml$/, `${TYPE}.spreadsheetml.sheet.main+xml`],
  [/^xl\/worksheets\//, `${TYPE}.spreadsheetml.worksheet+xml`],
  [/^xl\/tables\//, `${TYPE}.spreadsheetml.table+xml`],
  [/^xl\/drawings\//, `${TYPE}.drawing+xml`],
  [/^xl\/charts\//, `${TYPE}.drawingml.chart+xml`],
  [/^xl\/styles\.xml$/, `${TYPE}.spreadsheetml.styles+xml`],
  [/^xl\/theme\//, `${TYPE}.theme+xml`],
  [/^docProps\/core\.xml$/, 'application/vnd.openxmlformats-package.core-properties+xml'],
  [/^docProps\/app\.xml$/, `${TYPE}.extended-properties+xml`],
];

/** One override for each part that isn't a list of relations. */
export function contentTypesXml(parts: readonly string[]): string {
  const overrides = parts.flatMap((part) => {
    const type = TYPES.find(([pattern]) => pattern.test(part))?.[1];
    return type === undefined ? [] : [`<Override PartName="/${part}" ContentType="${type}"/>`];
  });
  return `${XML_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

export interface SheetEntry {
  number: number;
  name: string;
  hidden: boolean;
  /** Row repeated on each printed page. */
  titleRow: number | null;
}

export interface CellName {
  name: string;
  /** Address such as `'Summary'!$B$7`. */
  cell: string;
}

export function workbookXml(sheets: readonly SheetEntry[], names: readonly CellName[]): string {
  const each = sheets.map(
    ({ number, name, hidden }) =>
      `<sheet name="${escapeXml(name)}" sheetId="${number}"${hidden ? ' state="hidden"' : ''} r:id="rId${number}"/>`,
  );
  const titles = sheets.flatMap(({ name, titleRow }, at) =>
    titleRow === null
      ? []
      : [
          `<definedName name="_xlnm.Print_Titles" localSheetId="${at}">${escapeXml(`'${name.replaceAll("'", "''")}'!$${titleRow}:$${titleRow}`)}</definedName>`,
        ],
  );
  const cells = names.map(({ name, cell }) => `<definedName name="${name}">${escapeXml(cell)}</definedName>`);
  const defined = [...titles, ...cells].join('');
  return [
    XML_HEAD,
    `<workbook xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}"><workbookPr/><bookViews><workbookView xWindow="0" yWindow="0" windowWidth="28800" windowHeight="17280"/></bookViews>`,
    `<sheets>${each.join('')}</sheets>`,
    defined === '' ? '' : `<definedNames>${defined}</definedNames>`,
    '</workbook>',
  ].join('');
}

/** Title, template and as-of; a document without data has no dates, and no file has the clock of the machine. */
export function coreXml(head: DocumentHead): string {
  const stamp = head.asOf === null ? null : `${head.asOf.toISOString().slice(0, 19)}Z`;
  const date = (name: string): string =>
    stamp === null ? '' : `<dcterms:${name} xsi:type="dcterms:W3CDTF">${stamp}</dcterms:${name}>`;
  return [
    XML_HEAD,
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
    `<dc:title>${escapeXml(head.title)}</dc:title>`,
    head.subtitle === undefined ? '' : `<dc:subject>${escapeXml(head.subtitle)}</dc:subject>`,
    `<dc:creator>Pressroom</dc:creator><cp:keywords>${escapeXml(`${head.template.name} ${head.template.version}`)}</cp:keywords>`,
    `<dc:language>${escapeXml(head.language)}</dc:language>`,
    date('created'),
    date('modified'),
    '</cp:coreProperties>',
  ].join('');
}

export const APP_XML = `${XML_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Pressroom</Application></Properties>`;
