import type { Mark } from './scene';

/** The sizes of text in a chart, in points. */
export const LABEL = 10.5;
export const SMALL = 9.5;

const hundredth = (value: number): number => Math.round(value * 100) / 100 || 0;

type Path = Extract<Mark, { kind: 'path' }>;
type Point = readonly [number, number];

/** A number that is finite when every number of the mark is, its points apart. */
function numbersOf(mark: Mark): number {
  switch (mark.kind) {
    case 'rect':
      return mark.x + mark.y + mark.width + mark.height + (mark.radius ?? 0) + (mark.opacity ?? 0);
    case 'line':
      return mark.x1 + mark.y1 + mark.x2 + mark.y2 + mark.width;
    case 'path':
      return (mark.width ?? 0) + (mark.opacity ?? 0);
    case 'circle':
      return mark.x + mark.y + mark.radius;
    case 'arc':
      return mark.x + mark.y + mark.inner + mark.outer + mark.from + mark.to;
    case 'text':
      return mark.x + mark.y + mark.size + (mark.rotate ?? 0);
  }
}

function sound(mark: Mark): boolean {
  if (!Number.isFinite(numbersOf(mark))) return false;
  return mark.kind !== 'path' || mark.points.every(([x, y]) => Number.isFinite(x + y));
}

/** Collects the marks of a scene: coordinates to hundredths of a point, and none that is not a number. */
export class Pen {
  readonly marks: Mark[] = [];

  rect(
    x: number,
    y: number,
    width: number,
    height: number,
    fill: string,
    more: { radius?: number; opacity?: number } = {},
  ): void {
    this.add({
      kind: 'rect',
      x: hundredth(x),
      y: hundredth(y),
      width: hundredth(Math.max(0, width)),
      height: hundredth(Math.max(0, height)),
      fill,
      ...more,
    });
  }

  line(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    stroke: string,
    width = 1,
    dash?: readonly number[],
  ): void {
    const ends = { x1: hundredth(x1), y1: hundredth(y1), x2: hundredth(x2), y2: hundredth(y2) };
    this.add({ kind: 'line', ...ends, stroke, width, ...(dash === undefined ? {} : { dash }) });
  }

  path(points: readonly Point[], look: Omit<Path, 'kind' | 'points'>): void {
    this.add({ kind: 'path', points: points.map(([x, y]): Point => [hundredth(x), hundredth(y)]), ...look });
  }

  circle(x: number, y: number, radius: number, fill: string, stroke?: string): void {
    this.add({
      kind: 'circle',
      x: hundredth(x),
      y: hundredth(y),
      radius,
      fill,
      ...(stroke === undefined ? {} : { stroke }),
    });
  }

  arc(
    x: number,
    y: number,
    ring: { inner: number; outer: number },
    turn: { from: number; to: number },
    fill: string,
  ): void {
    this.add({ kind: 'arc', x: hundredth(x), y: hundredth(y), ...ring, ...turn, fill });
  }

  text(
    x: number,
    y: number,
    text: string,
    look: {
      size?: number;
      anchor?: 'start' | 'middle' | 'end';
      fill?: string;
      bold?: boolean;
      rotate?: number;
    } = {},
  ): void {
    if (text === '') return;
    const { size = LABEL, anchor = 'start', fill = 'quiet', ...more } = look;
    this.add({ kind: 'text', x: hundredth(x), y: hundredth(y), text, size, anchor, fill, ...more });
  }

  private add(mark: Mark): void {
    if (sound(mark)) this.marks.push(mark);
  }
}
