import {
  type CellValue,
  type Chart,
  cleanText,
  describeChart,
  type Facts,
  type Heading,
  type Paragraph,
} from '@pressroom/document';
import { UniqueNames } from '../unique-names';

/** The small parts of a section, kept until its tables are written. */
export class SectionFields {
  private readonly names = new UniqueNames();
  private readonly facts: Record<string, unknown> = {};
  private readonly charts: unknown[] = [];
  private readonly text: string[] = [];

  addFacts(block: Facts): void {
    this.facts[this.names.take(block.key)] = Object.fromEntries(
      block.facts.map(({ key, ...fact }) => [key, { ...fact, value: jsonValue(fact.value) }]),
    );
  }

  addChart({ kind: _kind, ...chart }: Chart): void {
    const series = chart.series.map((one) => ({ ...one, values: one.values.map(jsonValue) }));
    this.charts.push({ ...chart, series, description: describeChart({ kind: 'chart', ...chart }) });
  }

  addText(block: Heading | Paragraph): void {
    this.text.push(block.text);
  }

  /** The fields as the inside of a JSON object, each with its leading comma. */
  encode(): string {
    const parts: [string, unknown][] = [
      ['facts', this.facts],
      ['text', this.text],
      ['charts', this.charts],
    ];
    return parts.map(([name, value]) => `,"${name}":${encodeSmall(value)}`).join('');
  }
}

function jsonValue(value: CellValue): CellValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value instanceof Date && Number.isNaN(value.getTime()) ? null : value;
}

/** JSON of a small thing with every text in it cleaned. */
export function encodeSmall(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'string' ? cleanText(inner) : inner,
  );
}
