import type { Block, CellValue, Chart, Section, Table } from '@pressroom/document';
import { withShares, type FoodIntake } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT, SHARE, TEXT } from '../columns';
import { NO_ENTRIES, shownNutrients, type IntakeFrame } from './frame';

function foodTable(
  key: string,
  title: string,
  foods: readonly FoodIntake[],
  part: (food: FoodIntake) => number,
  whole: number,
): Table {
  return {
    kind: 'table',
    key,
    title,
    columns: [
      column('food', 'Food', TEXT, { width: 36 }),
      column('count', 'Count', INTEGER),
      column('energy', 'Energy', ONE_DIGIT, { unit: 'kcal' }),
      column('share', 'Share', SHARE),
      column('cumulative', 'Cumulative share', SHARE),
      column('lastEaten', 'Last eaten', DATE),
      column('portion', 'Average portion', ONE_DIGIT),
      column('portionUnit', 'Unit', TEXT),
    ],
    rows: [
      withShares(foods, part, whole).map(({ item, share, cumulative }) => [
        item.food,
        item.entries,
        item.amounts.kcal,
        share,
        cumulative,
        item.lastEaten,
        item.portion,
        item.unit,
      ]),
    ],
    tail: 'full',
    emptyText: NO_ENTRIES,
  };
}

function contributionRows(frame: IntakeFrame): CellValue[][] {
  const totals = frame.analysis.logged;
  return shownNutrients(frame).flatMap(({ nutrient, name, unit }) => {
    const whole = totals.reduce((sum, { amounts }) => sum + (amounts[nutrient] ?? 0), 0);
    const part = ({ amounts }: FoodIntake): number => amounts[nutrient] ?? 0;
    return withShares(frame.data.top.contributors[nutrient], part, whole).map(
      ({ item, share, cumulative }, at): CellValue[] => [
        name,
        at + 1,
        item.food,
        part(item),
        unit,
        share,
        cumulative,
      ],
    );
  });
}

function contributionTable(frame: IntakeFrame): Table {
  return {
    kind: 'table',
    key: 'contributions',
    title: 'What made each nutrient',
    columns: [
      column('nutrient', 'Nutrient', TEXT, { width: 16 }),
      column('rank', 'Rank', INTEGER),
      column('food', 'Food', TEXT, { width: 36 }),
      column('amount', 'Amount', ONE_DIGIT),
      column('unit', 'Unit', TEXT),
      column('share', 'Share', SHARE),
      column('cumulative', 'Cumulative share', SHARE),
    ],
    rows: [contributionRows(frame)],
    tail: 'full',
    emptyText: 'No entry carries nutrients.',
  };
}

function countChart(foods: readonly FoodIntake[]): Chart {
  return {
    kind: 'chart',
    key: 'topItemsChart',
    chart: 'bar',
    title: 'Logged most',
    categories: foods.map(({ food }) => food),
    categoryFormat: TEXT,
    categoryTitle: 'Food',
    series: [{ key: 'count', name: 'Count', values: foods.map(({ entries }) => entries) }],
    valueFormat: INTEGER,
    valueTitle: 'Count',
  };
}

const NOTE =
  'Equal foods are ordered by name. Shares are of the whole period. An average portion is shown where all entries of the food have the same unit.';

/** Foods by entries and by energy, and what made each nutrient. */
export function topItemsSection(frame: IntakeFrame): Section {
  const { byEntries, byEnergy } = frame.data.top;
  const { entries, logged } = frame.analysis;
  const energy = logged.reduce((sum, { amounts }) => sum + (amounts.kcal ?? 0), 0);
  const blocks: Block[] = [
    ...(byEntries.length > 0 ? [countChart(byEntries)] : []),
    foodTable('topByCount', 'By count', byEntries, (food) => food.entries, entries),
    foodTable('topByEnergy', 'By energy', byEnergy, (food) => food.amounts.kcal ?? 0, energy),
    contributionTable(frame),
    { kind: 'paragraph', tone: 'note', text: NOTE },
  ];
  return { key: 'topItems', title: 'Top items', blocks };
}
