import { medianOf } from './median';
import type { Rhythm } from './rhythm';
import { SESSION_GAP, type TimeOnTask } from './time-on-task';
import type { UnitFigures } from './unit-figures';

/** Stable ids of what a report points out. */
export const FLAG_RULES = [
  'many_saves_no_submit',
  'submit_without_save',
  'revisited_after_submit',
  'long_single_unit',
  'rush_end',
  'inactive_gap',
  'time_disorder',
  'duplicate_events',
] as const;
export type FlagRule = (typeof FLAG_RULES)[number];

/** From where on a rule speaks. */
export const THRESHOLDS = {
  /** Saves without a submission. */
  many_saves_no_submit: 5,
  /** Times the student's own median time on a question, of at least three questions. */
  long_single_unit: 3,
  /** Share of the events in the final tenth of the window, of at least ten events. */
  rush_end: 0.3,
  /** Seconds. */
  inactive_gap: SESSION_GAP,
} as const;

const QUESTIONS_FOR_A_MEDIAN = 3;
const EVENTS_FOR_A_RUSH = 10;

/** One thing that stands out. `unit` is null when it is about the whole. */
export interface Flag {
  rule: FlagRule;
  unit: number | null;
  /** What was counted: events, visits, seconds or a share, as the rule says. */
  value: number;
  /** What it is set against; null where any is worth saying. */
  against: number | null;
}

export interface FlagInput {
  units: readonly UnitFigures[];
  task: TimeOnTask | null;
  rhythm: Rhythm | null;
  events: number;
  /** Steps back in time between neighbouring events as given. */
  disorder: number;
  /** Timed events that repeat another one's unit, type and time. */
  duplicates: number;
}

/** In the order of the rules; within a rule, the greatest first. */
export function flagsOf(input: FlagInput): Flag[] {
  const found = [...unitFlags(input.units), ...longUnits(input.units), ...wholeFlags(input)];
  return found.sort(
    (a, b) =>
      FLAG_RULES.indexOf(a.rule) - FLAG_RULES.indexOf(b.rule) ||
      b.value - a.value ||
      (a.unit ?? 0) - (b.unit ?? 0),
  );
}

function unitFlags(units: readonly UnitFigures[]): Flag[] {
  return units.flatMap(
    ({ unit, saves, submissions, savesBeforeSubmission, visitsAfterSubmission }): Flag[] => [
      ...(submissions === 0 && saves >= THRESHOLDS.many_saves_no_submit
        ? [
            {
              rule: 'many_saves_no_submit' as const,
              unit,
              value: saves,
              against: THRESHOLDS.many_saves_no_submit,
            },
          ]
        : []),
      ...(savesBeforeSubmission === 0
        ? [{ rule: 'submit_without_save' as const, unit, value: submissions, against: null }]
        : []),
      ...(visitsAfterSubmission > 0
        ? [{ rule: 'revisited_after_submit' as const, unit, value: visitsAfterSubmission, against: null }]
        : []),
    ],
  );
}

function longUnits(units: readonly UnitFigures[]): Flag[] {
  const active = units.flatMap((figures) => figures.active ?? []).sort((a, b) => a - b);
  const median = medianOf(active);
  if (median === null || median === 0 || active.length < QUESTIONS_FOR_A_MEDIAN) return [];
  const bound = THRESHOLDS.long_single_unit * median;
  return units.flatMap(({ unit, active: time }) =>
    time !== null && time > bound
      ? [{ rule: 'long_single_unit' as const, unit, value: time, against: median }]
      : [],
  );
}

function wholeFlags({ task, rhythm, events, disorder, duplicates }: FlagInput): Flag[] {
  const whole = (rule: FlagRule, value: number, against: number | null): Flag => ({
    rule,
    unit: null,
    value,
    against,
  });
  const longest = Math.max(0, ...(task?.pauses ?? []).map(({ from, to }) => to - from));
  const late = rhythm?.lastMinuteShare ?? 0;
  return [
    ...(events >= EVENTS_FOR_A_RUSH && late >= THRESHOLDS.rush_end
      ? [whole('rush_end', late, THRESHOLDS.rush_end)]
      : []),
    ...(longest > THRESHOLDS.inactive_gap ? [whole('inactive_gap', longest, THRESHOLDS.inactive_gap)] : []),
    ...(disorder > 0 ? [whole('time_disorder', disorder, null)] : []),
    ...(duplicates > 0 ? [whole('duplicate_events', duplicates, null)] : []),
  ];
}
