/**
 * Reads report pages back without any knowledge of the builder: a strict little tokenizer for well-formed HTML.
 * It throws on what a builder must never write: a bare `<` or `&`, an unquoted or repeated attribute, a stray end tag.
 */

export interface HtmlElement {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Elements and texts in order. */
  children: readonly (HtmlElement | string)[];
}

export interface HtmlTable {
  title: string;
  headers: string[];
  rows: string[][];
}

const VOID = new Set(['meta', 'br', 'hr', 'img', 'input', 'link', 'col']);
const RAW = new Set(['script', 'style']);
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9:-]*(?:="[^"<]*")?)*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z][A-Za-z0-9:-]*)(?:="([^"]*)")?/g;

function decode(text: string): string {
  return text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const known = whole.endsWith(';') ? ENTITIES[name] : undefined;
    if (known === undefined) throw new Error(`an ampersand that is no entity: ${whole}`);
    return known;
  });
}

function attributesOf(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, value] of text.matchAll(ATTRIBUTE)) {
    const key = (name ?? '').toLowerCase();
    if (attributes.has(key)) throw new Error(`attribute ${key} twice`);
    attributes.set(key, decode(value ?? ''));
  }
  return attributes;
}

interface Open {
  name: string;
  attributes: ReadonlyMap<string, string>;
  children: (HtmlElement | string)[];
}

/** The whole page as a tree below an element named `#document`. @throws Error where the page is not strictly formed */
export function readHtml(html: string): HtmlElement {
  const body = html.replace(/^<!DOCTYPE html>\s*/, '');
  const root: Open = { name: '#document', attributes: new Map(), children: [] };
  const open: Open[] = [root];
  for (let at = 0; at < body.length;) {
    const top = open.at(-1) ?? root;
    const next = body.indexOf('<', at);
    const until = next < 0 ? body.length : next;
    if (until > at) top.children.push(decode(body.slice(at, until)));
    if (next < 0) break;
    TAG.lastIndex = next;
    const match = TAG.exec(body);
    if (match === null) throw new Error(`not a tag: ${body.slice(next, next + 60)}`);
    at = TAG.lastIndex;
    at = takeTag(body, at, match, open);
  }
  if (open.length !== 1) throw new Error(`${open.at(-1)?.name ?? ''} is never closed`);
  return root;
}

/** @returns where to read on: after the tag, or after the content of a raw element */
function takeTag(body: string, after: number, match: RegExpExecArray, open: Open[]): number {
  const name = (match[2] ?? '').toLowerCase();
  if (match[1] === '/') {
    const closed = open.pop();
    if (closed?.name !== name) throw new Error(`</${name}> closes ${closed?.name ?? 'nothing'}`);
    return after;
  }
  const element: Open = { name, attributes: attributesOf(match[3] ?? ''), children: [] };
  open.at(-1)?.children.push(element);
  if (VOID.has(name) || match[4] === '/') return after;
  if (!RAW.has(name)) {
    open.push(element);
    return after;
  }
  const end = body.indexOf(`</${name}>`, after);
  if (end < 0) throw new Error(`${name} is never closed`);
  element.children.push(body.slice(after, end));
  return end + name.length + 3;
}

/** Every element of the tree in document order. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  for (const child of element.children) {
    if (typeof child === 'string') continue;
    yield child;
    yield* elementsOf(child);
  }
}

/** The text a reader sees: that of charts, styles and scripts left out. */
export function textOf(element: HtmlElement): string {
  if (element.name === 'svg' || RAW.has(element.name)) return '';
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

function named(element: HtmlElement, name: string): HtmlElement[] {
  return [...elementsOf(element)].filter((one) => one.name === name);
}

/** The tables of a page by their `data-key`, the second of a key as `key_2`; a row that only says that there are none is no row. */
export function readHtmlTables(html: string): Map<string, HtmlTable> {
  const tables = new Map<string, HtmlTable>();
  for (const table of named(readHtml(html), 'table')) {
    const [head, body] = [named(table, 'thead')[0], named(table, 'tbody')[0]];
    const cells = (row: HtmlElement): HtmlElement[] =>
      [...elementsOf(row)].filter(({ name }) => name === 'td' || name === 'th');
    const rows = (body === undefined ? [] : named(body, 'tr'))
      .map(cells)
      .filter((row) => !(row.length === 1 && row[0]?.attributes.has('colspan') === true));
    const key = table.attributes.get('data-key') ?? '';
    let name = key;
    for (let n = 2; tables.has(name); n += 1) name = `${key}_${n}`;
    tables.set(name, {
      title: named(table, 'caption').map(textOf).join(''),
      headers: head === undefined ? [] : cells(head).map(textOf),
      rows: rows.map((row) => row.map(textOf)),
    });
  }
  return tables;
}
