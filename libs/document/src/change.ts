import { display } from './display';
import type { Fact } from './document';

export interface Change {
  direction: 'up' | 'down' | 'same';
  /** Whether the direction is welcome; null when the fact doesn't say or nothing changed. */
  good: boolean | null;
  /** With an arrow and words, so that no reader depends on colour: `▲ 12.5 % against last week (80)`. */
  text: string;
}

const ARROWS = { up: '▲', down: '▼', same: '=' } as const;

/**
 * A fact set against its reference. Shares change by percentage points, everything else by percent of the reference;
 * from a reference of zero only the two values are told.
 * @returns null when the fact has no reference, or one of the two has no value
 */
export function describeChange(fact: Fact): Change | null {
  const { change, value, format } = fact;
  if (change === undefined || change.reference === null || typeof value !== 'number') return null;
  const reference = change.reference;
  if (!Number.isFinite(value) || !Number.isFinite(reference)) return null;
  const direction = value > reference ? 'up' : value < reference ? 'down' : 'same';
  const against = `against ${change.label} (${display(reference, format)})`;
  const good = direction === 'same' || change.goodWhen === undefined ? null : direction === change.goodWhen;
  if (direction === 'same') return { direction, good, text: `${ARROWS.same} unchanged ${against}` };
  return { direction, good, text: `${ARROWS[direction]} ${amount(value, reference, fact)}${against}` };
}

function amount(value: number, reference: number, { format }: Fact): string {
  const difference = Math.abs(value - reference);
  if (format.kind === 'percent')
    return `${display(difference * 100, { kind: 'decimal', digits: 1 })} points `;
  if (reference === 0) return '';
  return `${display(difference / Math.abs(reference), { kind: 'percent', digits: 1 })} `;
}
