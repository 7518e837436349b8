import type { Block, Chart, Section } from '@pressroom/document';
import { calendarGrid } from '@pressroom/nutrition';
import { column, counted, DATE, INTEGER, TEXT } from '../columns';
import { heatBlocks } from '../heat';
import { HOURS, WEEKDAYS } from '../nutrition-words';
import { NO_ENTRIES, type IntakeFrame } from './frame';

/** A picture of more weeks than these would be a smear; the table has them all. */
const MOST_PICTURED_WEEKS = 54;

const WEEKDAY_KEYS = WEEKDAYS.map((day) => day.toLowerCase());

interface Calendar {
  title: string;
  energy: boolean;
  weeks: ReturnType<typeof calendarGrid>;
}

/** Energy where any is known, else entries. */
function calendarOf({ data, analysis }: IntakeFrame): Calendar {
  const energy = analysis.logged.some(({ amounts }) => amounts.kcal !== null);
  const values = new Map(
    analysis.logged.map(({ date, entries, amounts }) => [date, energy ? amounts.kcal : entries]),
  );
  return {
    title: energy ? 'Calendar: energy a day (kcal)' : 'Calendar: entries a day',
    energy,
    weeks: calendarGrid(data.filter, (date) => values.get(date) ?? null),
  };
}

function calendarChart({ title, energy, weeks }: Calendar): Chart {
  return {
    kind: 'chart',
    key: 'calendarChart',
    chart: 'heat',
    title,
    categories: [...WEEKDAYS],
    categoryFormat: TEXT,
    categoryTitle: 'Weekday',
    series: weeks.map(({ week, values }) => ({ key: `w${week.replaceAll('-', '')}`, name: week, values })),
    valueFormat: INTEGER,
    valueTitle: energy ? 'Energy' : 'Entries',
    ...(energy && { unit: 'kcal' }),
  };
}

function calendarBlocks(frame: IntakeFrame): Block[] {
  const calendar = calendarOf(frame);
  const table: Block = {
    kind: 'table',
    key: 'calendar',
    title: calendar.title,
    columns: [
      column('week', 'Week', DATE),
      ...WEEKDAYS.map((day, at) => column(WEEKDAY_KEYS[at] ?? day, day, INTEGER)),
    ],
    rows: [calendar.weeks.map(({ week, values }) => [week, ...values])],
    tail: 'full',
    scales: [{ columns: WEEKDAY_KEYS, style: 'heat' }],
  };
  return calendar.weeks.length > MOST_PICTURED_WEEKS ? [table] : [calendarChart(calendar), table];
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
