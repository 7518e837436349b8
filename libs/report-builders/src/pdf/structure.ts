import { RawObject, pdfText } from './raw-object';
import type { Line } from './typesetter';
import type { PdfFile, PdfReference } from './pdf-file';

/** Standard structure types that a report uses (ISO 32000-1, 14.8.4). */
export type Role =
  | 'Document' | 'Sect' | 'H1' | 'H2' | 'H3' | 'H4' | 'P' | 'TOC' | 'TOCI' | 'Link' | 'Figure' | 'Caption'
  | 'L' | 'LI' | 'Lbl' | 'LBody' | 'Table' | 'THead' | 'TBody' | 'TR' | 'TH' | 'TD'; // prettier-ignore

/** An element under construction; written as soon as it is closed, after which only its number remains. */
export interface Element {
  readonly id: number;
  readonly role: Role;
  readonly parent: Element | null;
  readonly kids: string[];
  readonly attributes: string;
  /** Page of the first content, 0 before there is any. */
  page: number;
  /** The text in reading order, where content does not give it back. */
  actual: string | null;
}

interface ElementOptions {
  alt?: string;
  title?: string;
  /** PDF text of an attribute dictionary. */
  attributes?: string;
}

interface ParentTree {
  limits: boolean;
  add(key: number, value: unknown): void;
}

/**
 * The structure tree, written while pages are: an element is one line in a compressed object stream, so that a table
 * of any length costs one number a row (pdfkit's own elements stay in memory until the end, 1 kB a cell).
 */
export class Structure {
  private readonly tree: ParentTree;
  private readonly rootData: Record<string, unknown>;
  private marks: number[] = [];
  private page: PdfReference | undefined;
  private keys = 0;

  constructor(private readonly file: PdfFile) {
    const root = file.root.data['StructTreeRoot'] as PdfReference;
    this.rootData = root.data;
    this.tree = this.rootData['ParentTree'] as ParentTree;
    this.tree.limits = false;
  }

  open(role: Role, parent: Element | null, options: ElementOptions = {}): Element {
    const id = this.file.reserve();
    const alt = options.alt === undefined ? '' : `/Alt${pdfText(options.alt)}`;
    const title = options.title === undefined ? '' : `/T${pdfText(options.title)}`;
    const element = {
      id,
      role,
      parent,
      kids: [],
      attributes: `${alt}${title}${options.attributes ?? ''}`,
      page: 0,
      actual: null,
    };
    parent?.kids.push(`${id} 0 R`);
    return element;
  }

  /** Keeps the text of lines whose glyphs don't give it back. @param lines all of the element's lines */
  tell(element: Element, lines: readonly Line[]): void {
    if (lines.every((line) => line.exact)) return;
    element.actual = lines.map((line) => line.text).join('');
  }

  /** Content of the element on the current page. @returns its number there, for the content stream */
  mark(element: Element): number {
    const page = this.page?.id ?? 0;
    const mark = this.marks.push(element.id) - 1;
    if (element.page === 0) element.page = page;
    element.kids.push(element.page === page ? String(mark) : `<</Type/MCR/Pg ${page} 0 R/MCID ${mark}>>`);
    return mark;
  }

  /** Adds a link annotation of the current page. @returns the key that the annotation carries */
  annotate(element: Element, annotation: number): number {
    const page = this.page?.id ?? 0;
    element.kids.push(`<</Type/OBJR/Obj ${annotation} 0 R/Pg ${page} 0 R>>`);
    const key = this.keys++;
    this.tree.add(key, new RawObject(`${element.id} 0 R`));
    return key;
  }

  close(element: Element): void {
    const parent =
      element.parent === null
        ? (this.file.root.data['StructTreeRoot'] as PdfReference).id
        : element.parent.id;
    const page = element.page === 0 ? '' : `/Pg ${element.page} 0 R`;
    const actual = element.actual === null ? '' : `/ActualText${pdfText(element.actual)}`;
    const kids = element.kids.length === 1 ? (element.kids[0] ?? '') : `[${element.kids.join(' ')}]`;
    this.file.compressed(
      element.id,
      `<</S/${element.role}/P ${parent} 0 R${page}${element.attributes}${actual}/K ${kids}>>`,
    );
  }

  startPage(page: PdfReference): void {
    this.page = page;
    this.marks = [];
  }

  endPage(): void {
    if (this.page === undefined || this.marks.length === 0) return;
    const key = this.keys++;
    this.page.data['StructParents'] = key;
    const list = this.file.reserve();
    this.file.compressed(list, `[${this.marks.map((id) => `${id} 0 R`).join(' ')}]`);
    this.tree.add(key, new RawObject(`${list} 0 R`));
    this.marks = [];
  }

  /** Closes the tree over its one root. */
  finish(root: Element): void {
    this.close(root);
    this.rootData['K'] = new RawObject(`[${root.id} 0 R]`);
    this.rootData['ParentTreeNextKey'] = this.keys;
  }
}
