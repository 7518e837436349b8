import { PdfName, PdfRef, PdfStream, PdfText } from './pdf-lexer';
import { PdfObjects } from './pdf-objects';
import { PageReader } from './pdf-page';
import type { PdfDict, PdfValue } from './pdf-lexer';
import type { PdfPageRead } from './pdf-page';

/** An element of the structure tree. */
export interface PdfElement {
  role: string;
  title: string | null;
  alt: string | null;
  scope: string | null;
  /** Content of the element and all below, in reading order. */
  text: string;
  kids: PdfElement[];
  /** Index of the page on which its own content begins; null without content. */
  page: number | null;
}

export interface PdfRead {
  title: string;
  language: string;
  displaysTitle: boolean;
  tagged: boolean;
  /** The XMP packet. */
  metadata: string;
  pages: PdfPageRead[];
  root: PdfElement;
  bookmarks: { title: string; page: number; level: number }[];
  /** Creation date as written, or null. */
  created: string | null;
}

/** All elements of a role below (and with) an element, in reading order. */
export function elements(root: PdfElement, ...roles: readonly string[]): PdfElement[] {
  const below = root.kids.flatMap((kid) => elements(kid, ...roles));
  return roles.includes(root.role) ? [root, ...below] : below;
}

export interface PdfTable {
  title: string;
  headers: string[];
  rows: string[][];
}

/** Tables of the structure tree, wherever their rows are printed. */
export function readPdfTables(read: PdfRead): PdfTable[] {
  return elements(read.root, 'Table').map((table) => {
    const cells = (part: string): string[][] =>
      elements(table, part).flatMap((group) =>
        elements(group, 'TR').map((row) => row.kids.map((cell) => cell.text)),
      );
    return { title: table.title ?? '', headers: cells('THead').flat(), rows: cells('TBody') };
  });
}

/** Reads a tagged PDF: pages with their text, and the structure tree. @throws when either is broken */
export function readPdf(bytes: Buffer): PdfRead {
  const objects = new PdfObjects(bytes);
  const catalog = objects.dict(objects.trailer.get('Root'));
  const info = objects.dict(objects.trailer.get('Info'));
  const references = pageReferences(objects, catalog.get('Pages'));
  const pages = references.map((page) => new PageReader(objects, objects.dict(page)).read());
  const places = new Map(references.map((page, index) => [page.id, index]));
  const metadata = objects.get(catalog.get('Metadata'));
  const preferences = catalog.has('ViewerPreferences')
    ? objects.dict(catalog.get('ViewerPreferences'))
    : null;
  return {
    title: textOf(objects.get(info.get('Title'))),
    created: info.has('CreationDate') ? textOf(objects.get(info.get('CreationDate'))) : null,
    language: textOf(objects.get(catalog.get('Lang'))),
    displaysTitle: preferences?.get('DisplayDocTitle') === true,
    tagged: catalog.has('MarkInfo') && objects.dict(catalog.get('MarkInfo')).get('Marked') === true,
    metadata: metadata instanceof PdfStream ? objects.data(metadata).toString('utf8') : '',
    pages,
    root: new TreeReader(objects, pages, references, places).read(catalog),
    bookmarks: bookmarksOf(objects, catalog.get('Outlines'), places, 1),
  };
}

const textOf = (value: PdfValue): string => (value instanceof PdfText ? value.text : '');
const nameOf = (value: PdfValue | undefined): string => (value instanceof PdfName ? value.name : '');

function pageReferences(objects: PdfObjects, node: PdfValue | undefined): PdfRef[] {
  const kids = objects.get(objects.dict(node).get('Kids'));
  if (!Array.isArray(kids)) throw new Error('no pages');
  return kids.flatMap((kid) => {
    if (!(kid instanceof PdfRef)) return [];
    return nameOf(objects.dict(kid).get('Type')) === 'Pages' ? pageReferences(objects, kid) : [kid];
  });
}

function bookmarksOf(
  objects: PdfObjects,
  node: PdfValue | undefined,
  places: ReadonlyMap<number, number>,
  level: number,
): PdfRead['bookmarks'] {
  if (node === undefined) return [];
  const found: PdfRead['bookmarks'] = [];
  for (let next = objects.dict(node).get('First'); next !== undefined;) {
    const item = objects.dict(next);
    const target = objects.get(item.get('Dest'));
    const page = Array.isArray(target) && target[0] instanceof PdfRef ? (places.get(target[0].id) ?? -1) : -1;
    found.push({ title: textOf(objects.get(item.get('Title'))), page, level });
    found.push(...bookmarksOf(objects, next, places, level + 1));
    next = item.get('Next');
  }
  return found;
}

/** Walks the structure tree, gathers the text of its elements and holds the parent tree to it. */
class TreeReader {
  private readonly marks: Map<number, string>[];
  /** Elements of the marked contents of each page, as the parent tree has them. */
  private owners: PdfValue[][] = [];

  constructor(
    private readonly objects: PdfObjects,
    pages: readonly PdfPageRead[],
    private readonly references: readonly PdfRef[],
    private readonly places: ReadonlyMap<number, number>,
  ) {
    this.marks = pages.map(({ shown }) => {
      const texts = new Map<number, string>();
      for (const { text, mark } of shown) if (mark !== null) texts.set(mark, (texts.get(mark) ?? '') + text);
      return texts;
    });
  }

  read(catalog: PdfDict): PdfElement {
    const tree = this.objects.dict(catalog.get('StructTreeRoot'));
    const numbers = this.objects.get(this.objects.dict(tree.get('ParentTree')).get('Nums'));
    if (!Array.isArray(numbers)) throw new Error('no parent tree');
    this.owners = this.references.map((page) => {
      const key = this.objects.dict(page).get('StructParents');
      const at = numbers.findIndex((value, index) => index % 2 === 0 && value === key);
      const owners = this.objects.get(numbers[at + 1]);
      return at >= 0 && Array.isArray(owners) ? owners : [];
    });
    const kids = this.objects.get(tree.get('K'));
    return this.element(Array.isArray(kids) ? kids[0] : tree.get('K'));
  }

  private element(reference: PdfValue | undefined): PdfElement {
    const dict = this.objects.dict(reference);
    const page = dict.get('Pg');
    const own = page instanceof PdfRef ? (this.places.get(page.id) ?? null) : null;
    const kids = dict.get('K') ?? null;
    const elements: PdfElement[] = [];
    let text = '';
    for (const kid of Array.isArray(kids) ? kids : [kids]) {
      if (typeof kid === 'number') text += this.content(own, kid, reference);
      else if (kid instanceof PdfRef) {
        const element = this.element(kid);
        elements.push(element);
        text += element.text;
      } else if (kid instanceof Map && nameOf(kid.get('Type')) === 'MCR') {
        const other = kid.get('Pg');
        const place = other instanceof PdfRef ? this.places.get(other.id) : undefined;
        text += this.content(place ?? own, Number(kid.get('MCID')), reference);
      }
    }
    const attributes = this.objects.get(dict.get('A'));
    const actual = dict.get('ActualText');
    return {
      role: nameOf(dict.get('S')),
      title: dict.has('T') ? textOf(this.objects.get(dict.get('T'))) : null,
      alt: dict.has('Alt') ? textOf(this.objects.get(dict.get('Alt'))) : null,
      scope: attributes instanceof Map && attributes.has('Scope') ? nameOf(attributes.get('Scope')) : null,
      text: actual instanceof PdfText ? actual.text : text,
      kids: elements,
      page: own,
    };
  }

  /** Text of marked content; content without text (a chart) is empty. */
  private content(page: number | null, mark: number, element: PdfValue | undefined): string {
    if (page === null) throw new Error('content without a page');
    const owner = this.owners[page]?.[mark];
    if (!(owner instanceof PdfRef) || !(element instanceof PdfRef) || owner.id !== element.id)
      throw new Error('the parent tree does not name the owner of a content');
    return this.marks[page]?.get(mark) ?? '';
  }
}
