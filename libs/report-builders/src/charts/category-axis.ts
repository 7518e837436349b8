import { display } from '@pressroom/document';
import type { Chart } from '@pressroom/document';
import { SMALL } from './pen';
import type { Pen } from './pen';
import { elide, textWidth } from './text-width';

/** A label below the axis: one or two lines at the category with this index. */
interface Label {
  index: number;
  lines: readonly string[];
}

export interface CategoryLabels {
  labels: readonly Label[];
  slanted: boolean;
  /** Points below the axis line. */
  height: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = /^(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?$/;
const GAP = 8;
const LONGEST = 84;
const SLANT = (40 * Math.PI) / 180;

export function categoryTexts(chart: Chart): string[] {
  return chart.categories.map((category) => display(category, chart.categoryFormat));
}

/** Places labels at the categories: all if they fit, else fewer; dates at the starts of weeks, months or years. */
export function placeLabels(chart: Chart, width: number, at: (index: number) => number): CategoryLabels {
  const texts = categoryTexts(chart);
  const dates = texts.map((text) => DATE.exec(text));
  if (texts.length > 0 && dates.every((date) => date !== null)) return placeDates(texts, width, at);
  const short = texts.map((text) => elide(text, SMALL, LONGEST));
  const widest = Math.max(0, ...short.slice(0, 2000).map((text) => textWidth(text, SMALL)));
  const slot = width / Math.max(1, texts.length);
  const every = Math.max(1, Math.ceil((widest + GAP) / slot));
  const ordered = chart.categories.every((category) => typeof category === 'number');
  if (every > 1 && !ordered && slot >= SMALL + 4) {
    const labels = short.map((text, index) => ({ index, lines: [text] }));
    return { labels, slanted: true, height: Math.sin(SLANT) * widest + SMALL + 6 };
  }
  const labels = short.flatMap((text, index) => (index % every === 0 ? [{ index, lines: [text] }] : []));
  return { labels, slanted: false, height: SMALL + 8 };
}

/** Ways to thin dates, finest first: which part of the date starts a new label, and what the label shows. */
const WAYS: readonly { start: (date: string) => string; monthly: boolean }[] = [
  { start: (date) => date, monthly: false },
  { start: weekOf, monthly: false },
  { start: (date) => date.slice(0, 7), monthly: true },
  { start: (date) => date.slice(0, 4) + String(Math.ceil(Number(date.slice(5, 7)) / 3)), monthly: true },
  { start: (date) => date.slice(0, 4), monthly: true },
];

function weekOf(date: string): string {
  const day = Date.parse(`${date.slice(0, 10).padEnd(10, '-01')}T00:00:00Z`) / 86_400_000;
  return String(Math.floor((day + 3) / 7));
}

function dateText(date: string, monthly: boolean): string {
  const month = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  return monthly || date.length < 10 ? month : `${Number(date.slice(8, 10))} ${month}`;
}

/** The indices at which a new week, month … starts; an incomplete first one gives way to the second when close. */
function startsOf(
  dates: readonly string[],
  start: (date: string) => string,
  room: (a: number, b: number) => boolean,
): number[] {
  const found: number[] = [];
  let before = '';
  dates.forEach((date, index) => {
    const name = start(date);
    if (name !== before) found.push(index);
    before = name;
  });
  const [first, second] = found;
  if (first !== undefined && second !== undefined && found.length > 2 && !room(first, second)) found.shift();
  return found;
}

function placeDates(dates: readonly string[], width: number, at: (index: number) => number): CategoryLabels {
  for (const { start, monthly } of WAYS) {
    const need = textWidth(monthly ? 'May' : '30 May', SMALL) + GAP;
    const room = (a: number, b: number): boolean => (at(b) - at(a)) * width >= need;
    const found = startsOf(dates, start, room);
    if (found.every((index, rank) => rank === 0 || room(found[rank - 1] ?? 0, index))) {
      return { labels: withYears(dates, found, monthly), slanted: false, height: 2 * SMALL + 10 };
    }
  }
  const years = startsOf(
    dates,
    (date) => date.slice(0, 4),
    () => true,
  );
  const need = textWidth('2000', SMALL) + GAP;
  const every = Math.max(1, Math.ceil((years.length * need) / width));
  const labels = years
    .filter((_, rank) => rank % every === 0)
    .map((index) => ({ index, lines: [dates[index]?.slice(0, 4) ?? ''] }));
  return { labels, slanted: false, height: SMALL + 8 };
}

/** Names the year below the first label and wherever it changes. */
function withYears(dates: readonly string[], indices: readonly number[], monthly: boolean): Label[] {
  let before = '';
  return indices.map((index) => {
    const date = dates[index] ?? '';
    const year = date.slice(0, 4);
    const lines = year === before ? [dateText(date, monthly)] : [dateText(date, monthly), year];
    before = year;
    return { index, lines };
  });
}

/** Draws placed labels below `y`; `x` gives a category's middle in points; labels stay between `left` and `right`. */
export function drawLabels(
  pen: Pen,
  placed: CategoryLabels,
  x: (index: number) => number,
  y: number,
  [left, right]: readonly [number, number],
): void {
  for (const { index, lines } of placed.labels) {
    if (placed.slanted) {
      pen.text(x(index) + 3, y + SMALL + 2, elide(lines[0] ?? '', SMALL, (x(index) - 2) / Math.cos(SLANT)), {
        size: SMALL,
        anchor: 'end',
        rotate: -40,
      });
      continue;
    }
    const half = Math.max(...lines.map((line) => textWidth(line, SMALL))) / 2;
    const held = Math.max(left + half, Math.min(right - half, x(index)));
    lines.forEach((line, row) => {
      pen.text(held, y + SMALL + 5 + row * (SMALL + 2), line, { size: SMALL, anchor: 'middle' });
    });
  }
}
