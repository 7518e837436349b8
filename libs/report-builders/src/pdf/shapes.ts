import { operands } from './canvas';
import { num } from './raw-object';
import type { Colour } from './style';

/** Operators of shapes, as text for a content stream; points with y downwards. */

/** How far the handles of a quarter circle lie from its ends, in radii. */
const HANDLE = (4 * (Math.SQRT2 - 1)) / 3;

export const filled = (colour: Colour): string => `${operands(colour)} rg`;
export const stroked = (colour: Colour): string => `${operands(colour)} RG`;

export const box = (x: number, y: number, width: number, height: number): string =>
  `${num(x)} ${num(y)} ${num(width)} ${num(height)} re`;

const to = (x: number, y: number): string => `${num(x)} ${num(y)}`;

/** A box with round corners, whose radius is half its shorter side at most. */
export function roundBox(x: number, y: number, width: number, height: number, radius: number): string {
  const r = Math.max(0, Math.min(radius, width / 2, height / 2));
  if (r === 0) return box(x, y, width, height);
  const near = r * (1 - HANDLE);
  const [right, bottom] = [x + width, y + height];
  return (
    `${to(x + r, y)} m ${to(right - r, y)} l ` +
    `${to(right - near, y)} ${to(right, y + near)} ${to(right, y + r)} c ${to(right, bottom - r)} l ` +
    `${to(right, bottom - near)} ${to(right - near, bottom)} ${to(right - r, bottom)} c ${to(x + r, bottom)} l ` +
    `${to(x + near, bottom)} ${to(x, bottom - near)} ${to(x, bottom - r)} c ${to(x, y + r)} l ` +
    `${to(x, y + near)} ${to(x + near, y)} ${to(x + r, y)} c h`
  );
}

function circleOf(radius: number): string {
  const [r, handle] = [num(radius), num(radius * HANDLE)];
  return (
    `-${r} 0 m -${r} -${handle} -${handle} -${r} 0 -${r} c ${handle} -${r} ${r} -${handle} ${r} 0 c ` +
    `${r} ${handle} ${handle} ${r} 0 ${r} c -${handle} ${r} -${r} ${handle} -${r} 0 c h`
  );
}

const circles = new Map<number, string>();
/** Radii remembered at most; a chart has one or two. */
const MOST_RADII = 100;

/** A circle about the origin. */
export function circle(radius: number): string {
  let known = circles.get(radius);
  if (known === undefined) {
    if (circles.size >= MOST_RADII) circles.clear();
    circles.set(radius, (known = circleOf(radius)));
  }
  return known;
}

export function polygon(points: readonly (readonly [number, number])[], closed: boolean): string {
  let text = '';
  for (const [index, [x, y]] of points.entries()) text += `${to(x, y)} ${index === 0 ? 'm' : 'l'} `;
  return closed ? `${text}h` : text;
}

export function dashed(lengths: readonly number[] | undefined): string {
  const [on, off] = lengths ?? [];
  return on === undefined ? '' : `[${num(on)} ${num(off ?? on)}] 0 d `;
}
