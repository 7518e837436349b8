import type { Block, Section } from '@pressroom/document';
import { calendarGrid } from '@pressroom/nutrition';
import { column, counted, DATE, INTEGER } from '../columns';
import { heatBlocks } from '../heat';
import { HOURS, WEEKDAYS } from '../nutrition-words';
import { NO_ENTRIES, type IntakeFrame } from './frame';

/** A picture of more weeks than these would be a smear; the table has them all. */
const MOST_PICTURED_WEEKS = 54;

function calendarBlocks({ data, analysis }: IntakeFrame): Block[] {
  const energy = analysis.logged.some(({ amounts }) => amounts.kcal !== null);
  const values = new Map(
    analysis.logged.map(({ date, entries, amounts }) => [date, energy ? amounts.kcal : entries]),
  );
  const grid = calendarGrid(data.filter, (date) => values.get(date) ?? null);
  const title = energy ? 'Calendar: energy a day (kcal)' : 'Calendar: entries a day';
  const keys = WEEKDAYS.map((day) => day.toLowerCase());
  const table: Block = {
    kind: 'table',
    key: 'calendar',
    title,
    columns: [
      column('week', 'Week', DATE),
      ...WEEKDAYS.map((day, at) => column(keys[at] ?? day, day, INTEGER)),
    ],
    rows: [grid.map(({ week, values: cells }) => [week, ...cells])],
    tail: 'full',
    scales: [{ columns: keys, style: 'heat' }],
  };
  if (grid.length > MOST_PICTURED_WEEKS) return [table];
  return [
    {
      kind: 'chart',
      key: 'calendarChart',
      chart: 'heat',
      title,
      categories: [...WEEKDAYS],
      categoryFormat: { kind: 'text' },
      categoryTitle: 'Weekday',
      series: grid.map(({ week, values: cells }) => ({
        key: `w${week.replaceAll('-', '')}`,
        name: week,
        values: cells,
      })),
      valueFormat: INTEGER,
      valueTitle: energy ? 'Energy' : 'Entries',
      ...(energy && { unit: 'kcal' }),
    },
    table,
  ];
}

/** When in the week things are eaten, and the period as a calendar. */
export function heatMapSection(frame: IntakeFrame): Section {
  const { analysis, data } = frame;
  if (analysis.entries === 0)
    return { key: 'heatMap', title: 'Heat map', blocks: [{ kind: 'paragraph', text: NO_ENTRIES }] };
  const timed = data.hours.reduce((sum, { entries }) => sum + entries, 0);
  const hours =
    timed === 0
      ? []
      : heatBlocks({
          key: 'weekdayHours',
          title: 'Entries by weekday and hour',
          across: HOURS.map((hour, at) => ({ key: `h${hour}`, title: hour, value: at })),
          acrossTitle: 'Hour',
          cells: data.hours.map(({ weekday, hour, entries }) => ({ weekday, at: hour, value: entries })),
          format: INTEGER,
          valueTitle: 'Entries',
        });
  return {
    key: 'heatMap',
    title: 'Heat map',
    blocks: [
      ...hours,
      ...calendarBlocks(frame),
      {
        kind: 'paragraph',
        tone: 'note',
        text: `${counted(timed, 'entry', 'entries')} of ${analysis.entries} carry an hour, that of the place where it was logged. Days without entries are empty.`,
      },
    ],
  };
}
