import { cleanText } from '@pressroom/document';
import { UniqueNames } from '../unique-names';

const SHEET_LIMIT = 31;
const RESERVED = new Set(['history']);

function cut(name: string, length: number): string {
  const kept = name.slice(0, length);
  return /[\uD800-\uDBFF]$/.test(kept) ? kept.slice(0, -1) : kept;
}

/**
 * Sheet names that Excel accepts: none of `[ ] : * ? / \`, no apostrophe or blank at the ends, 31 UTF-16 units at most,
 * not `History`, and no two alike whatever their case: the second is `Name (2)`.
 */
export class SheetNames {
  private readonly names = new UniqueNames((name, n) => {
    const suffix = ` (${n})`;
    return cut(name, SHEET_LIMIT - suffix.length) + suffix;
  });

  take(title: string): string {
    const plain = cleanText(title)
      .replace(/[/\\]/g, '-')
      .replace(/[[\]:*?\s]+/g, ' ')
      .replace(/^['\s]+|['\s]+$/g, '');
    const name = cut(plain, SHEET_LIMIT).replace(/['\s]+$/, '');
    return this.names.take(name === '' || RESERVED.has(name.toLowerCase()) ? `Sheet ${name}`.trim() : name);
  }
}

/** Names of Excel tables: like keys, but never like a cell address (`Q1`, `R1C1`) and unique in the workbook. */
export class TableNames {
  private readonly names = new UniqueNames();

  take(key: string): string {
    const plain = key.replace(/[^A-Za-z0-9_]/g, '_').slice(0, 200);
    const awkward = !/^[A-Za-z_]/.test(plain) || /^([A-Za-z]{1,3}\d+|[rc]\d*|r\d*c\d*)$/i.test(plain);
    return this.names.take(awkward ? `table_${plain}` : plain);
  }
}

/** Header texts of an Excel table: one line each, never empty, 255 characters at most, unique whatever their case. */
export function headerTexts(headers: readonly string[]): string[] {
  const names = new UniqueNames((name, n) => `${cut(name, 245)} (${n})`);
  return headers.map((header, at) => {
    const line = cut(cleanText(header).replace(/\s+/g, ' ').trim(), 255);
    return names.take(line === '' ? `Column ${at + 1}` : line);
  });
}
