import { DomainError } from '@pressroom/kernel';
import type { ImportKind } from './import-kind';
import { RecordScanner, type ScanLimits } from './record-scanner';

/** How a file is to be read: told by its first record. */
export interface FilePlan {
  kind: ImportKind;
  delimiter: string;
  /** The header as written. */
  header: readonly string[];
  rawHeader: string;
  /** Line of the header: blank lines may stand before it. */
  headerLine: number;
  /** For each column of the kind its place in the file, -1 when the file lacks it. */
  places: readonly number[];
  notes: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** A header as it is compared: only letters and digits count, in any case. */
export function plainHeader(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Finds kind and delimiter: the pair under which the first record names all columns that the kind needs, and most of
 * the others.
 * @param opening text of the file from its beginning, at least its whole first record
 * @throws DomainError `invalid`: `empty_file`, `header_not_recognised`, `duplicate_column`, or what the scanner says
 */
export function planFile(opening: string, kinds: readonly ImportKind[], limits: ScanLimits): FilePlan {
  let best: { kind: ImportKind; first: FirstRecord; delimiter: string; matched: number } | undefined;
  let seen: readonly string[] = [];
  for (const delimiter of DELIMITERS) {
    const first = firstRecord(opening, delimiter, limits);
    if (first === null)
      throw new DomainError('invalid', 'empty_file', { detail: 'the file has no header and no rows' });
    if (first.fields.length > seen.length) seen = first.fields;
    for (const kind of kinds) {
      const places = placesOf(kind, first.fields);
      const matched = places.filter((found) => found.length > 0).length;
      const whole = kind.columns.every(
        (column, at) => column.required !== true || (places[at]?.length ?? 0) > 0,
      );
      if (whole && matched > (best?.matched ?? 0)) best = { kind, first, delimiter, matched };
    }
  }
  if (best === undefined) throw notRecognised(seen, kinds);
  return {
    ...planOf(best.kind, best.first.fields),
    delimiter: best.delimiter,
    rawHeader: best.first.raw,
    headerLine: best.first.line,
  };
}

interface FirstRecord {
  fields: string[];
  raw: string;
  line: number;
}

function firstRecord(opening: string, delimiter: string, limits: ScanLimits): FirstRecord | null {
  const found: FirstRecord[] = [];
  const scanner = new RecordScanner(delimiter, limits, (record) => {
    if (found.length > 0) return;
    found.push({ fields: record.fields.slice(0, record.width), raw: record.raw(), line: record.line });
  });
  try {
    scanner.push(opening);
    if (found.length === 0) scanner.end();
  } catch (error) {
    // What is wrong further on is found again when the rows are read.
    if (found.length === 0) throw error;
  }
  return found[0] ?? null;
}

/** For each column of the kind, all places under which the file has it. */
function placesOf(kind: ImportKind, header: readonly string[]): number[][] {
  const given = header.map(plainHeader);
  return kind.columns.map((column) => {
    const names = new Set([column.name, ...(column.synonyms ?? [])].map(plainHeader));
    return given.flatMap((name, at) => (names.has(name) ? [at] : []));
  });
}

function planOf(
  kind: ImportKind,
  header: readonly string[],
): Pick<FilePlan, 'kind' | 'header' | 'places' | 'notes'> {
  const places = placesOf(kind, header);
  for (const [index, found] of places.entries()) {
    if (found.length < 2) continue;
    throw new DomainError('invalid', 'duplicate_column', {
      detail: `the header names ${kind.columns[index]?.name ?? ''} ${found.length} times, in columns ${found
        .map((at) => at + 1)
        .join(' and ')}`,
    });
  }
  const taken = new Set(places.flat());
  const left = header
    .map((name, at) => ({ name, at }))
    .filter(({ name, at }) => !taken.has(at) && plainHeader(name) !== '');
  const notes: string[] = [];
  for (const { headers, note } of kind.passedOver ?? []) {
    const known = new Set(headers.map(plainHeader));
    if (left.some(({ name }) => known.has(plainHeader(name)))) notes.push(note);
  }
  if (left.length > 0)
    notes.push(
      `${left.length} ${left.length === 1 ? 'column' : 'columns'} ignored: ${listed(left.map(({ name }) => name))}`,
    );
  return { kind, header, places: places.map(([at]) => at ?? -1), notes };
}

function notRecognised(seen: readonly string[], kinds: readonly ImportKind[]): DomainError {
  const wanted = kinds.map(({ columns }) =>
    columns
      .filter(({ required }) => required === true)
      .map(({ name }) => name)
      .join(', '),
  );
  return new DomainError('invalid', 'header_not_recognised', {
    detail: `the first line must name the columns ${wanted.join('; or ')}. It has: ${listed(seen)}`,
  });
}

/** A few names in full, cut to what a message can bear. */
function listed(names: readonly string[]): string {
  const shown = names
    .slice(0, 12)
    .map((name) => [...name.trim().replace(/\p{C}/gu, '')].slice(0, 40).join(''));
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}
