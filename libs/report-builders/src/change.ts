import { display } from '@pressroom/document';
import type { Fact } from '@pressroom/document';

/** How a figure stands against its reference, in words; formats add their own arrow and colour. */
export interface Change {
  direction: 'up' | 'down' | 'same' | 'none';
  /** Null when the fact does not say which way is good, or nothing changed. */
  good: boolean | null;
  /** `up 134 (13.9 %)`; empty when there is nothing to compare. */
  text: string;
  /** `last week: 966`, or `last week: no data`. */
  reference: string;
}

/** @returns null when the fact has no reference; shares differ by points, not by percent of a percentage */
export function changeOf({ value, format, change, unit }: Fact): Change | null {
  if (change === undefined) return null;
  const { reference: before, label, goodWhen } = change;
  const known = before === null ? 'no data' : display(before, format);
  const reference = `${label}: ${before === null || unit === undefined ? known : `${known} ${unit}`}`;
  if (typeof value !== 'number' || !Number.isFinite(value) || before === null || !Number.isFinite(before)) {
    return { direction: 'none', good: null, text: '', reference };
  }
  if (display(value, format) === known)
    return { direction: 'same', good: null, text: 'unchanged', reference };
  const direction = value > before ? 'up' : 'down';
  const good = goodWhen === undefined ? null : goodWhen === direction;
  return { direction, good, text: `${direction} ${amount(value - before, before, format)}`, reference };
}

function amount(difference: number, reference: number, format: Fact['format']): string {
  if (format.kind === 'percent') {
    const points = { kind: 'decimal', digits: format.digits } as const;
    return `${display(Math.abs(difference) * 100, points)} points`;
  }
  const size = display(Math.abs(difference), format);
  if (reference === 0) return size;
  return `${size} (${display(Math.abs(difference / reference), { kind: 'percent', digits: 1 })})`;
}
