import { aliasOf, type StudentAnalysis } from '@pressroom/feedback';

/** Questions past which pictures name the busiest alone. */
const MOST_UNITS = 60;
const NAMED = 30;

/** Which questions a picture names; the others share one name. */
export interface Grouping {
  /** In alias order; the others at the end. */
  names: readonly string[];
  name: (unit: number) => string;
  /** Units that have a name of their own. */
  named: readonly number[];
  others: readonly number[];
}

/** Up to 60 questions each have their name; past that the 30 with the most time (without times: events) have. */
export function grouping({ units, task }: StudentAnalysis): Grouping {
  const weight = (unit: number): number => (task === null ? units[unit]?.attempts : units[unit]?.active) ?? 0;
  const all = units.map(({ unit }) => unit);
  const ranked = [...all].sort((a, b) => weight(b) - weight(a) || a - b);
  const kept = new Set(all.length <= MOST_UNITS ? all : ranked.slice(0, NAMED));
  const named = all.filter((unit) => kept.has(unit));
  const others = all.filter((unit) => !kept.has(unit));
  const rest = `${others.length} others`;
  return {
    names: [...named.map(aliasOf), ...(others.length > 0 ? [rest] : [])],
    name: (unit) => (kept.has(unit) ? aliasOf(unit) : rest),
    named,
    others,
  };
}
