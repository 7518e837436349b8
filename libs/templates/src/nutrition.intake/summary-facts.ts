import type { Fact } from '@pressroom/document';
import { daysIn, mealTiming, meanOf } from '@pressroom/nutrition';
import { comparedFact, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { shownNutrients, type IntakeFrame } from './frame';
import { adherenceOf } from './sentences';

const RELIABILITY = {
  A: 'at least 80 % of days complete',
  B: 'at least 60 % of days complete',
  C: 'at least 40 % of days complete',
  D: 'fewer than 40 % of days complete',
} as const;

function meanFacts(frame: IntakeFrame): Fact[] {
  const { analysis, asked, data } = frame;
  const label = `${data.previous.from} to ${data.previous.to}`;
  return shownNutrients(frame)
    .filter(({ nutrient }) => ['kcal', 'proteinG', 'carbsG', 'fatG'].includes(nutrient))
    .map(({ nutrient, name, unit }) => {
      const fact = {
        key: nutrient,
        label: `${name} a complete day`,
        value: analysis.means[nutrient],
        format: ONE_DIGIT,
        unit,
      };
      return asked.compare ? comparedFact(fact, analysis.meansBefore[nutrient], label) : fact;
    });
}

function loggingFacts({ analysis, data }: IntakeFrame): Fact[] {
  const of = `of ${daysIn(data.filter)}`;
  return [
    { key: 'daysLogged', label: 'Days logged', value: analysis.logged.length, format: INTEGER, note: of },
    {
      key: 'completeDays',
      label: 'Complete days',
      value: analysis.complete.length,
      format: INTEGER,
      note: of,
    },
    {
      key: 'quality',
      label: 'Reliability',
      value: analysis.quality,
      format: TEXT,
      note: RELIABILITY[analysis.quality],
    },
    {
      key: 'currentStreak',
      label: 'Streak at the end',
      value: analysis.streaks.current,
      format: INTEGER,
      unit: 'days',
    },
    {
      key: 'longestStreak',
      label: 'Longest streak',
      value: analysis.streaks.longest,
      format: INTEGER,
      unit: 'days',
    },
  ];
}

function adherenceFacts(frame: IntakeFrame): Fact[] {
  const adherence = adherenceOf(frame);
  if (adherence === null) return [];
  return [
    {
      key: 'adherence',
      label: 'Days within 10 % of the energy target',
      value: adherence,
      format: SHARE,
      note: `of ${frame.analysis.complete.length} complete days`,
    },
  ];
}

function varietyFacts({ data: { top, weeks } }: IntakeFrame): Fact[] {
  const mean = (counts: number[]) => ({ value: meanOf(counts), format: ONE_DIGIT });
  return [
    { key: 'uniqueFoods', label: 'Different foods', value: top.uniqueFoods, format: INTEGER },
    { key: 'foodsPerWeek', label: 'Different foods a week', ...mean(weeks.map(({ foods }) => foods)) },
    { key: 'plantsPerWeek', label: 'Different plants a week', ...mean(weeks.map(({ plants }) => plants)) },
  ];
}

function timingFacts({ analysis }: IntakeFrame): Fact[] {
  const timing = mealTiming(analysis.logged);
  if (timing.days === 0) return [];
  const minutes = (hour: number | null): number | null => (hour === null ? null : Math.round(hour * 60));
  const note = `median of ${timing.days} days with hours`;
  const time = { kind: 'time' } as const;
  return [
    { key: 'firstMeal', label: 'First meal, hour', value: minutes(timing.firstHour), format: time, note },
    { key: 'lastMeal', label: 'Last meal, hour', value: minutes(timing.lastHour), format: time, note },
    { key: 'eatingWindow', label: 'Eating window', value: timing.window, format: ONE_DIGIT, unit: 'h', note },
    { key: 'lateShare', label: 'Energy after 20:00', value: timing.lateShare, format: SHARE },
  ];
}

/** The tiles of the Summary: intake, how far it can be trusted, variety and timing. */
export function summaryFacts(frame: IntakeFrame): Fact[] {
  return [
    ...meanFacts(frame),
    ...loggingFacts(frame),
    ...adherenceFacts(frame),
    ...varietyFacts(frame),
    ...timingFacts(frame),
  ];
}
