import type { CellValue, Chart, Column, Section } from '@pressroom/document';
import { addDays } from '@pressroom/kernel';
import { calendarMean, daysIn } from '@pressroom/nutrition';
import { column, DATE, INTEGER, ONE_DIGIT } from '../columns';
import { shownNutrients, targetOf, type IntakeFrame } from './frame';

interface Averages {
  week: (number | null)[];
  month: (number | null)[];
}

function averages({ data }: IntakeFrame): Averages {
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

function dailyRows(frame: IntakeFrame, dates: readonly string[], averaged: Averages): CellValue[][] {
  const logged = new Map(frame.analysis.logged.map((day) => [day.date, day]));
  const complete = new Set(frame.analysis.complete.map(({ date }) => date));
  const shown = shownNutrients(frame);
  return dates.map((date, at): CellValue[] => {
    const day = logged.get(date);
    return [
      date,
      day?.entries ?? 0,
      day?.meals ?? 0,
      day === undefined ? null : complete.has(date),
      ...shown.map(({ nutrient }) => day?.amounts[nutrient] ?? null),
      averaged.week[at] ?? null,
      averaged.month[at] ?? null,
    ];
  });
}

function dailyColumns(frame: IntakeFrame): Column[] {
  return [
    column('date', 'Date', DATE),
    column('entries', 'Entries', INTEGER),
    column('meals', 'Meals', INTEGER),
    column('complete', 'Complete', { kind: 'boolean' }),
    ...shownNutrients(frame).map(({ nutrient, name, unit }) => column(nutrient, name, ONE_DIGIT, { unit })),
    column('average7', '7-day average', ONE_DIGIT, { unit: 'kcal' }),
    column('average28', '28-day average', ONE_DIGIT, { unit: 'kcal' }),
  ];
}

/** One row a calendar day; a day without entries has no energy, not zero energy. */
export function dailySection(frame: IntakeFrame): Section {
  const { filter } = frame.data;
  const dates = Array.from({ length: daysIn(filter) }, (_, at) => addDays(filter.from, at));
  const energy = new Map(frame.analysis.logged.map(({ date, amounts }) => [date, amounts.kcal]));
  const averaged = averages(frame);
  const values = dates.map((date) => energy.get(date) ?? null);
  return {
    key: 'daily',
    title: 'Daily trend',
    blocks: [
      energyChart(frame, dates, values, averaged.week),
      {
        kind: 'table',
        key: 'daily',
        title: 'Daily trend',
        columns: dailyColumns(frame),
        rows: [dailyRows(frame, dates, averaged)],
        tail: 'full',
        expectedRows: dates.length,
      },
    ],
  };
}
