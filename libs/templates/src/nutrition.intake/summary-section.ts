import { display, type Block, type CellValue, type Fact, type Section } from '@pressroom/document';
import { daysIn, mealTiming, meanOf, ratio } from '@pressroom/nutrition';
import { column, comparedFact, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { shownNutrients, type IntakeFrame } from './frame';
import { adherenceOf, sentencesOf } from './sentences';

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

function habitFacts(frame: IntakeFrame): Fact[] {
  const { analysis, data } = frame;
  const days = daysIn(data.filter);
  const adherence = adherenceOf(frame);
  return [
    {
      key: 'daysLogged',
      label: 'Days logged',
      value: analysis.logged.length,
      format: INTEGER,
      note: `of ${days}`,
    },
    {
      key: 'completeDays',
      label: 'Complete days',
      value: analysis.complete.length,
      format: INTEGER,
      note: `of ${days}`,
    },
    {
      key: 'quality',
      label: 'Reliability',
      value: analysis.quality,
      format: TEXT,
      note: RELIABILITY[analysis.quality],
    },
    ...(adherence === null
      ? []
      : [
          {
            key: 'adherence',
            label: 'Days within 10 % of the energy target',
            value: adherence,
            format: SHARE,
            note: `of ${analysis.complete.length} complete days`,
          },
        ]),
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
    { key: 'uniqueFoods', label: 'Different foods', value: data.top.uniqueFoods, format: INTEGER },
    {
      key: 'foodsPerWeek',
      label: 'Different foods a week',
      value: meanOf(data.weeks.map(({ foods }) => foods)),
      format: ONE_DIGIT,
    },
    {
      key: 'plantsPerWeek',
      label: 'Different plants a week',
      value: meanOf(data.weeks.map(({ plants }) => plants)),
      format: ONE_DIGIT,
    },
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

function comparison(frame: IntakeFrame): Block {
  const { analysis } = frame;
  const counts: [string, string, number, number][] = [
    ['Entries', '', analysis.entries, analysis.entriesBefore],
    ['Days logged', 'days', analysis.logged.length, analysis.loggedBefore],
    ['Complete days', 'days', analysis.complete.length, analysis.completeBefore.length],
  ];
  const means = shownNutrients(frame).map(
    ({ nutrient, name, unit }) =>
      [`${name} a complete day`, unit, analysis.means[nutrient], analysis.meansBefore[nutrient]] as const,
  );
  const rows = [...counts, ...means].map(([measure, unit, now, before]): CellValue[] => {
    const change = now === null || before === null ? null : now - before;
    return [measure, unit, now, before, change, change === null ? null : ratio(change, before ?? 0)];
  });
  return {
    kind: 'table',
    key: 'comparison',
    title: 'Against the previous period',
    columns: [
      column('measure', 'Measure', TEXT, { width: 30 }),
      column('unit', 'Unit', TEXT),
      column('current', 'This period', ONE_DIGIT),
      column('previous', 'Previous period', ONE_DIGIT),
      column('change', 'Change', ONE_DIGIT),
      column('changeShare', 'Change in %', SHARE),
    ],
    rows: [rows],
    tail: 'full',
  };
}

function trendTable(frame: IntakeFrame): Block {
  const rows = shownNutrients(frame).map(({ nutrient, name, unit }): CellValue[] => {
    const trend = frame.analysis.trends[nutrient];
    return trend === null
      ? [name, `${unit} a week`, null, null, null, 'too few days', 0]
      : [name, `${unit} a week`, trend.slope, trend.low, trend.high, trend.direction, trend.points];
  });
  return {
    kind: 'table',
    key: 'trendSlopes',
    title: 'Trends',
    columns: [
      column('nutrient', 'Nutrient', TEXT, { width: 16 }),
      column('unit', 'Unit', TEXT, { width: 14 }),
      column('slope', 'Slope', ONE_DIGIT),
      column('low', '90 % interval from', ONE_DIGIT),
      column('high', 'to', ONE_DIGIT),
      column('direction', 'Direction', TEXT, { width: 14 }),
      column('points', 'Points', INTEGER),
    ],
    rows: [rows],
    tail: 'full',
  };
}

/** Key figures with what they stand on, three sentences, comparison and trends. */
export function summarySection(frame: IntakeFrame): Section {
  const weak = frame.analysis.quality === 'D' && !frame.filtered;
  const blocks: Block[] = [
    ...sentencesOf(frame).map((text): Block => ({ kind: 'paragraph', tone: weak ? 'note' : 'lead', text })),
    {
      kind: 'facts',
      key: 'figures',
      facts: [...meanFacts(frame), ...habitFacts(frame), ...timingFacts(frame)],
    },
    ...(frame.asked.compare ? [comparison(frame)] : []),
    trendTable(frame),
  ];
  if (frame.filtered)
    blocks.push({
      kind: 'paragraph',
      tone: 'note',
      text: 'Only part of the diary is counted here (see Notes), so targets are switched off: a filtered sum against a daily target would mislead. Averages are over days with known energy.',
    });
  const energy = frame.analysis.coverage.kcal;
  if (energy !== null && energy < 1)
    blocks.push({
      kind: 'paragraph',
      tone: 'note',
      text: `Energy is known for ${display(energy, SHARE)} of the entries; the true intake is higher than the sums.`,
    });
  return { key: 'summary', title: 'Summary', blocks };
}
