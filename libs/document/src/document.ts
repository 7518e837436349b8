import type { CellValue, Column, Format } from './values';

/** Rows come in batches (a few hundred to a few thousand), each row as long as the columns. May be consumed once. */
export type RowBatches =
  AsyncIterable<readonly (readonly CellValue[])[]> | Iterable<readonly (readonly CellValue[])[]>;

export interface Heading {
  kind: 'heading';
  level: 2 | 3;
  text: string;
}

export interface Paragraph {
  kind: 'paragraph';
  text: string;
  /** `note` is quieter: definitions, method, limits. `lead` stands out. */
  tone?: 'normal' | 'note' | 'lead';
}

/** One figure with its name; `change` sets it against a reference period. */
export interface Fact {
  key: string;
  label: string;
  value: CellValue;
  format: Format;
  unit?: string;
  note?: string;
  /** `label` names the reference, as in "against last week". */
  change?: { reference: number | null; label: string; goodWhen?: 'up' | 'down' };
}

export interface Facts {
  kind: 'facts';
  /** Stable key: the JSON field. */
  key: string;
  facts: readonly Fact[];
}

export interface Table {
  kind: 'table';
  /** Stable key: file name in a zip of CSVs, JSON field, Excel table name. Letters, digits and `_`. */
  key: string;
  title: string;
  columns: readonly Column[];
  rows: RowBatches;
  /** What pdf and html do past 5,000 rows: `full` prints all, `first` prints the first and says how many more there are. */
  tail: 'full' | 'first';
  /** Known number of rows, if cheap to know; only used for progress. */
  expectedRows?: number;
  /** Shown in place of the rows when there are none. */
  emptyText?: string;
  /** Numeric columns drawn with a colour scale (heat maps), and columns with a bar in the cell. */
  scales?: readonly { columns: readonly string[]; style: 'heat' | 'bar' }[];
}

export type ChartKind =
  'line' | 'area' | 'bar' | 'column' | 'stacked' | 'pie' | 'doughnut' | 'scatter' | 'heat' | 'timeline';

export interface ChartSeries {
  key: string;
  name: string;
  /** Same length as the chart's `categories`; null is a gap. For scatter: y values. */
  values: readonly (number | null)[];
  /** A second look for reference lines such as a moving average or a target. */
  style?: 'normal' | 'reference';
}

/** A timeline's mark: a bar when `to` is given, otherwise a dot. Seconds since the chart's start. */
export interface TimelineMark {
  lane: string;
  from: number;
  to?: number;
  shape: 'bar' | 'dot' | 'diamond' | 'band';
  label?: string;
}

/** One spec with its data. Categories are the x axis (for bar: the y axis; for heat: the columns, with one series a row). */
export interface Chart {
  kind: 'chart';
  key: string;
  chart: ChartKind;
  title: string;
  categories: readonly (string | number)[];
  categoryFormat: Format;
  categoryTitle: string;
  series: readonly ChartSeries[];
  valueFormat: Format;
  valueTitle: string;
  unit?: string;
  marks?: readonly TimelineMark[];
  /** Text alternative; builders fall back on `describeChart`. */
  description?: string;
}

export interface PageBreak {
  kind: 'pageBreak';
}

export type Block = Heading | Paragraph | Facts | Table | Chart | PageBreak;

/** One sheet in Excel, one chapter in PDF and HTML. */
export interface Section {
  /** Stable key: the JSON field. Letters, digits and `_`. */
  key: string;
  title: string;
  blocks: readonly Block[];
}

export interface ReportDocument {
  title: string;
  subtitle?: string;
  /** BCP 47. */
  language: string;
  /** IANA zone in which the document speaks of days and hours. */
  timeZone: string;
  /** As-of of the data: the only time a file carries, so that equal data give equal bytes. Null when there are no data. */
  asOf: Date | null;
  /** Printed under the title and in the document properties: period, filters. */
  facts: readonly { label: string; value: string }[];
  /** May be streamed: a section is laid out when the ones before it are drawn. */
  sections: Iterable<Section> | AsyncIterable<Section>;
  /** What a page begins with: `sections` when other programs read its first lines; the title then stands behind them. */
  opening?: 'title' | 'sections';
  /** Key of the table that csv is, when a template names one. */
  mainTable?: string;
  /** Template name and version, for document properties and JSON. */
  template: { name: string; version: string };
}
