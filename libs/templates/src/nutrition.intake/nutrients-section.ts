import { display, type Block, type CellValue, type Section, type Table } from '@pressroom/document';
import { isNear, LEAST_COVERAGE, type Nutrient } from '@pressroom/nutrition';
import { column, counted, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NUTRIENT_LIST } from '../nutrition-words';
import { referencesOf, shownNutrients, targetOf, type IntakeFrame, type Target } from './frame';

/** Words, never a diagnosis: what the average is against the target, and on how many days. */
function flagOf(mean: number | null, target: Target | null, below: number, above: number): string | null {
  if (mean === null || target === null) return null;
  if (target.upper !== null && mean > target.upper.value)
    return `above ${target.upper.kind}, ${counted(above, 'day')}`;
  if (target.kind === 'goal') {
    if (isNear(mean, target.value)) return 'near the goal';
    return mean < target.value ? `below target, ${counted(below, 'day')}` : 'above the goal';
  }
  return mean < target.value ? `below target, ${counted(below, 'day')}` : 'target reached';
}

function nutrientRow(frame: IntakeFrame, nutrient: Nutrient, name: string, unit: string): CellValue[] {
  const { means, complete, coverage } = frame.analysis;
  const target = targetOf(frame, nutrient);
  const days = (match: (amount: number) => boolean): number =>
    complete.filter(({ amounts }) => amounts[nutrient] !== null && match(amounts[nutrient] ?? 0)).length;
  const mean = means[nutrient];
  const upper = target?.upper ?? null;
  const below = target === null ? 0 : days((amount) => amount < target.value);
  const above = upper === null ? 0 : days((amount) => amount > upper.value);
  return [
    name,
    unit,
    mean,
    target?.value ?? null,
    target?.kind ?? null,
    mean === null || target === null ? null : mean / target.value,
    target === null ? null : below,
    upper?.value ?? null,
    upper === null ? null : above,
    flagOf(mean, target, below, above),
    coverage[nutrient],
  ];
}

function hiddenRows(frame: IntakeFrame): CellValue[][] {
  const shown = new Set(shownNutrients(frame).map(({ nutrient }) => nutrient));
  const thin = NUTRIENT_LIST.filter(({ nutrient }) => !shown.has(nutrient)).map(({ nutrient, name }) => {
    const coverage = frame.analysis.coverage[nutrient];
    return [
      name,
      coverage === null || coverage === 0
        ? 'no entry carries it'
        : `carried by ${display(coverage, SHARE)} of the logged energy, less than ${display(LEAST_COVERAGE, { kind: 'percent', digits: 0 })}`,
    ];
  });
  const unknown = referencesOf(frame)
    .filter(({ nutrient }) => nutrient === null)
    .map(({ name }) => [name, 'food logs do not record it']);
  return [...thin, ...unknown];
}

function noteOf(frame: IntakeFrame): string {
  if (frame.filtered) return 'Targets are off because only part of the diary is counted.';
  if (frame.asked.targets === 'none') return 'Targets are off, as asked.';
  const source =
    referencesOf(frame).length > 0
      ? 'Reference intakes (RDA: recommended allowance, AI: adequate intake, CDRR: chronic disease risk reduction intake) are those of the National Academies (NASEM) for the given sex and age.'
      : 'Without sex and age there are no reference intakes; goals are those given with the request.';
  return `${source} A target is for the average over complete days, not for each day; an upper value is a flag.`;
}

function nutrientTable(frame: IntakeFrame): Table {
  return {
    kind: 'table',
    key: 'nutrients',
    title: 'Nutrients a complete day',
    columns: [
      column('nutrient', 'Nutrient', TEXT, { width: 16 }),
      column('unit', 'Unit', TEXT),
      column('mean', 'Average', ONE_DIGIT),
      column('target', 'Target', ONE_DIGIT),
      column('kind', 'Kind', TEXT),
      column('share', 'Of target', SHARE),
      column('below', 'Days below', INTEGER),
      column('upper', 'Upper value', ONE_DIGIT),
      column('above', 'Days above', INTEGER),
      column('flag', 'Remark', TEXT, { width: 22 }),
      column('coverage', 'Coverage', SHARE),
    ],
    rows: [shownNutrients(frame).map(({ nutrient, name, unit }) => nutrientRow(frame, nutrient, name, unit))],
    tail: 'full',
    scales: [{ columns: ['share'], style: 'bar' }],
  };
}

function hiddenTable(frame: IntakeFrame): Table {
  return {
    kind: 'table',
    key: 'hiddenNutrients',
    title: 'Not shown',
    columns: [
      column('nutrient', 'Nutrient', TEXT, { width: 16 }),
      column('reason', 'Reason', TEXT, { width: 60 }),
    ],
    rows: [hiddenRows(frame)],
    tail: 'full',
    emptyText: 'Nothing is hidden.',
  };
}

const COVERAGE =
  'Coverage is the share of logged energy whose entries carry the nutrient (for energy: the share of entries). Below 60 % a nutrient is hidden, since its sums would look too low.';

/** Averages against goals and reference intakes, and which nutrients are hidden and why. */
export function nutrientsSection(frame: IntakeFrame): Section {
  const blocks: Block[] = [
    nutrientTable(frame),
    hiddenTable(frame),
    { kind: 'paragraph', tone: 'note', text: noteOf(frame) },
    { kind: 'paragraph', tone: 'note', text: COVERAGE },
  ];
  return { key: 'nutrients', title: 'Nutrients vs DRI', blocks };
}
