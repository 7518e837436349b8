import { STYLES, QUIET, RULE } from './style';
import { pdfText } from './raw-object';
import { baselineOf } from './press';
import type { PdfReference } from './pdf-file';
import type { Press } from './press';
import type { Element } from './structure';
import type { Line } from './typesetter';

/** A place in the document that contents and bookmarks name. */
export interface Entry {
  title: string;
  level: 1 | 2;
  page: PdfReference;
  /** Index of the page among those begun. */
  index: number;
  /** From the upper edge of the page. */
  y: number;
}

const INDENT = 14;
/** Second-level entries are left to the bookmarks when the list grows longer than this. */
const MOST_WITH_SECOND_LEVEL = 60;

export function entriesToPrint(entries: readonly Entry[]): Entry[] {
  const all = entries.length <= MOST_WITH_SECOND_LEVEL;
  return entries.filter((entry) => all || entry.level === 1);
}

/**
 * Draws the list of contents from the flow's height on. The pages it fills come before the body, so it is told how
 * many they are: an entry takes one line, whatever its length. @returns the element, closed
 */
export function drawContents(press: Press, entries: readonly Entry[], pagesBefore: number): Element {
  const { flow, structure } = press;
  press.block('P', press.root, 'Contents', STYLES.heading2);
  flow.y += 4;
  const list = structure.open('TOC', press.root);
  for (const entry of entries) drawEntry(press, list, entry, pagesBefore);
  structure.close(list);
  return list;
}

/** Pages that a list of `count` entries fills, the first of which has `room` points left for it. */
export function contentsPages(press: Press, count: number, room: number): number {
  const first = Math.floor((room + 0.01) / STYLES.contents.leading);
  const others = Math.floor((press.flow.bodyOf('portrait') + 0.01) / STYLES.contents.leading);
  return 1 + Math.ceil(Math.max(0, count - first) / others);
}

/** Room that the heading of the list takes. */
export const CONTENTS_HEAD = STYLES.heading2.leading + 4;

function drawEntry(press: Press, list: Element, entry: Entry, pagesBefore: number): void {
  const { canvas, flow, structure } = press;
  const style = entry.level === 1 ? STYLES.contents : { ...STYLES.contents, size: 8.5, colour: QUIET };
  flow.need(style.leading);
  const number = press.typesetter.line(String(entry.index + 1 + pagesBefore), 'regular');
  const numberWidth = (number.advance * style.size) / 1000;
  const left = flow.left + (entry.level - 1) * INDENT;
  const right = flow.left + flow.width;
  const title = oneLine(press, entry.title, style.size, right - left - 40);
  const item = structure.open('TOCI', list);
  const link = structure.open('Link', item);
  const baseline = flow.y + baselineOf(style);
  canvas.tagged(link, () => {
    canvas.text(title, left, baseline, style);
    canvas.text(number, right - numberWidth, baseline, style);
  });
  const from = left + (title.advance * style.size) / 1000 + 6;
  const length = right - numberWidth - 6 - from;
  if (length > 4) canvas.artifact(() => canvas.rule(from, baseline - 1, length, RULE, 0.5));
  linkTo(press, link, entry, { left, right, top: flow.y, bottom: flow.y + style.leading });
  structure.close(link);
  structure.close(item);
  flow.y += style.leading;
}

function oneLine(press: Press, text: string, size: number, width: number): Line {
  const lines = press.wrap(text.replace(/\s+/g, ' '), { ...STYLES.contents, size }, width);
  const first = lines[0] ?? press.typesetter.line('', 'regular');
  if (lines.length < 2) return first;
  const kept = [...text.replace(/\s+/g, ' ')];
  while (kept.length > 0 && (press.typesetter.advance(`${kept.join('')}…`, 'regular') * size) / 1000 > width)
    kept.pop();
  return press.typesetter.line(`${kept.join('')}…`, 'regular');
}

interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function linkTo(press: Press, link: Element, entry: Entry, area: Area): void {
  const { file, structure } = press;
  const id = file.reserve();
  const key = structure.annotate(link, id);
  const height = heightOf(press.flow.page);
  const box = [area.left, height - area.bottom, area.right, height - area.top].map((value) =>
    Math.round(value),
  );
  const target = Math.round(heightOf(entry.page) - entry.y);
  file.compressed(
    id,
    `<</Type/Annot/Subtype/Link/Rect[${box.join(' ')}]/Border[0 0 0]/F 4/StructParent ${key}` +
      `/Contents${pdfText(`Go to ${entry.title}`)}/Dest[${entry.page.id} 0 R/XYZ 0 ${target} 0]>>`,
  );
  press.flow.annotate(id);
}

function heightOf(page: PdfReference | undefined): number {
  const box = page?.data['MediaBox'];
  return Array.isArray(box) && typeof box[3] === 'number' ? box[3] : 0;
}
