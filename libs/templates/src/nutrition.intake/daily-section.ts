import type { CellValue, Chart, Section } from '@pressroom/document';
import { addDays } from '@pressroom/kernel';
import { calendarMean, daysIn } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT } from '../columns';
import { shownNutrients, targetOf, type IntakeFrame } from './frame';

function averages({ data }: IntakeFrame): { week: (number | null)[]; month: (number | null)[] } {
  const energy = new Map(
    data.days.flatMap(({ date, amounts }) => (amounts.kcal === null ? [] : [[date, amounts.kcal] as const])),
  );
  return {
    week: calendarMean(data.filter, energy, 7, 4),
    month: calendarMean(data.filter, energy, 28, 14),
  };
}

function energyChart(
  frame: IntakeFrame,
  dates: string[],
  energy: (number | null)[],
  week: (number | null)[],
): Chart {
  const target = targetOf(frame, 'kcal');
  const line = (key: string, name: string, value: number) => ({
    key,
    name,
    values: dates.map(() => value),
    style: 'reference' as const,
  });
  return {
    kind: 'chart',
    key: 'dailyEnergy',
    chart: 'line',
    title: 'Energy a day',
    categories: dates,
    categoryFormat: DATE,
    categoryTitle: 'Date',
    series: [
      { key: 'kcal', name: 'Energy', values: energy },
      { key: 'average7', name: '7-day average', values: week, style: 'reference' },
      ...(target === null
        ? []
        : [
            line('targetLow', 'Target − 10 %', target.value * 0.9),
            line('targetHigh', 'Target + 10 %', target.value * 1.1),
          ]),
    ],
    valueFormat: INTEGER,
    valueTitle: 'Energy',
    unit: 'kcal',
  };
}

/** One row a calendar day; a day without entries has no energy, not zero energy. */
export function dailySection(frame: IntakeFrame): Section {
  const { data, analysis } = frame;
  const dates = Array.from({ length: daysIn(data.filter) }, (_, at) => addDays(data.filter.from, at));
  const logged = new Map(analysis.logged.map((day) => [day.date, day]));
  const complete = new Set(analysis.complete.map(({ date }) => date));
  const shown = shownNutrients(frame);
  const { week, month } = averages(frame);
  const rows = dates.map((date, at): CellValue[] => {
    const day = logged.get(date);
    return [
      date,
      day?.entries ?? 0,
      day?.meals ?? 0,
      day === undefined ? null : complete.has(date),
      ...shown.map(({ nutrient }) => day?.amounts[nutrient] ?? null),
      week[at] ?? null,
      month[at] ?? null,
    ];
  });
  const energy = dates.map((date) => logged.get(date)?.amounts.kcal ?? null);
  return {
    key: 'daily',
    title: 'Daily trend',
    blocks: [
      energyChart(frame, dates, energy, week),
      {
        kind: 'table',
        key: 'daily',
        title: 'Daily trend',
        columns: [
          column('date', 'Date', DATE),
          column('entries', 'Entries', INTEGER),
          column('meals', 'Meals', INTEGER),
          column('complete', 'Complete', { kind: 'boolean' }),
          ...shown.map(({ nutrient, name, unit }) => column(nutrient, name, ONE_DIGIT, { unit })),
          column('average7', '7-day average', ONE_DIGIT, { unit: 'kcal' }),
          column('average28', '28-day average', ONE_DIGIT, { unit: 'kcal' }),
        ],
        rows: [rows],
        tail: 'full',
        expectedRows: rows.length,
      },
    ],
  };
}
