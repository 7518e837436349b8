import type { CellValue, Table } from '@pressroom/document';
import { CLASS_MEASURES, measureOf, type ClassBands, type StudentAnalysis } from '@pressroom/feedback';
import { column, INTEGER, TEXT } from '../columns';
import { spoken } from './words';

type Measure = (typeof CLASS_MEASURES)[number];

const NAMES: Record<Measure, string> = {
  events: 'Events',
  submissions: 'Submissions',
  active: 'Active time',
  revisits: 'Revisits',
};

/** Quartiles between two counts are halves and quarters. */
const figure = (measure: Measure, value: number): string =>
  measure === 'active' ? spoken(value) : String(Math.round(value * 100) / 100);

/** Where the student lies in the class, as a band and not as a rank. Null for a class too small to hide its members. */
export function classTable(analysis: StudentAnalysis, bands: ClassBands): Table | null {
  const rows = CLASS_MEASURES.flatMap((measure): CellValue[][] => {
    const band = bands.get(measure);
    const value = measureOf(analysis, measure);
    if (band === undefined || value === null) return [];
    const { lower, median, upper, students } = band;
    return [
      [NAMES[measure], ...[value, lower, median, upper].map((each) => figure(measure, each)), students],
    ];
  });
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    key: 'classBand',
    title: 'Beside the class',
    columns: [
      column('measure', 'Measure', TEXT, { width: 14 }),
      column('student', 'This student', TEXT),
      column('lower', 'Lower quartile', TEXT),
      column('median', 'Median', TEXT),
      column('upper', 'Upper quartile', TEXT),
      column('students', 'Students', INTEGER),
    ],
    rows: [rows],
    tail: 'full',
  };
}
