import { display, type Block, type CellValue, type Format, type Section } from '@pressroom/document';
import { ratio } from '@pressroom/nutrition';
import { column, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { shownNutrients, type IntakeFrame } from './frame';
import { sentencesOf } from './sentences';
import { summaryFacts } from './summary-facts';

type Compared = readonly [measure: string, unit: string, now: number | null, before: number | null];

/** Counts and averages stand apart: a column has one format, and nobody logs 92.0 days. */
function comparisons(frame: IntakeFrame): Block[] {
  const { analysis } = frame;
  const counts: Compared[] = [
    ['Entries', '', analysis.entries, analysis.entriesBefore],
    ['Days logged', 'days', analysis.logged.length, analysis.loggedBefore],
    ['Complete days', 'days', analysis.complete.length, analysis.completeBefore.length],
  ];
  const means = shownNutrients(frame).map(({ nutrient, name, unit }): Compared => [
    `${name} a complete day`,
    unit,
    analysis.means[nutrient],
    analysis.meansBefore[nutrient],
  ]);
  return [
    comparison('comparisonCounts', 'Against the previous period', counts, INTEGER),
    comparison('comparison', 'Averages against the previous period', means, ONE_DIGIT),
  ];
}

function comparison(key: string, title: string, compared: readonly Compared[], format: Format): Block {
  const rows = compared.map(([measure, unit, now, before]): CellValue[] => {
    const change = now === null || before === null ? null : now - before;
    return [measure, unit, now, before, change, change === null ? null : ratio(change, before ?? 0)];
  });
  return {
    kind: 'table',
    key,
    title,
    columns: [
      column('measure', 'Measure', TEXT, { width: 30 }),
      column('unit', 'Unit', TEXT),
      column('current', 'This period', format),
      column('previous', 'Previous period', format),
      column('change', 'Change', format),
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
      facts: summaryFacts(frame),
    },
    ...(frame.asked.compare ? comparisons(frame) : []),
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
