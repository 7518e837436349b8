import { type Anomaly, medianOf } from '@pressroom/analysis';
import type { StoreSeries } from './outlook-series';

/** Whose downtime made a step differ from what it usually is. */
export interface Driver {
  dimension: 'store' | 'zone';
  member: string;
  /** Microseconds of downtime more (or less) than usual. */
  delta: number;
  /** Of the change of all members in that direction, 0 to 1. */
  share: number;
}

const MOST = 5;

/**
 * The stores and the zones that contribute most to an anomaly: downtime in that step against the median of the same phase
 * of the season in the other steps.
 * @param judged true for steps that were observed: others are no measure
 */
export function driversOf(
  { at, direction }: Anomaly,
  stores: readonly StoreSeries[],
  period: number,
  judged: readonly boolean[],
): Driver[] {
  const others = judged.flatMap((seen, step) =>
    seen && step !== at && (step - at) % period === 0 ? [step] : [],
  );
  if (others.length === 0) return [];
  const sign = direction === 'below' ? 1 : -1;
  const zones = new Map<string, number>();
  const changes = stores.map(({ storeId, zone, down }) => {
    const delta = (down[at] ?? 0) - medianOf(others.map((step) => down[step] ?? 0));
    zones.set(zone, (zones.get(zone) ?? 0) + delta);
    return { member: storeId, delta };
  });
  return [
    ...ranked(
      'zone',
      [...zones].map(([member, delta]) => ({ member, delta })),
      sign,
    ),
    ...ranked('store', changes, sign),
  ];
}

function ranked(
  dimension: Driver['dimension'],
  changes: readonly { member: string; delta: number }[],
  sign: number,
): Driver[] {
  const same = changes.filter(({ delta }) => delta * sign > 0);
  const whole = same.reduce((sum, { delta }) => sum + delta, 0);
  return same
    .sort((a, b) => (b.delta - a.delta) * sign || (a.member < b.member ? -1 : 1))
    .slice(0, MOST)
    .map(({ member, delta }) => ({ dimension, member, delta, share: delta / whole }));
}
