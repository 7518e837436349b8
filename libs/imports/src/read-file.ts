import { type DomainError, textFault } from '@pressroom/kernel';
import type { ArtefactStore } from '@pressroom/storage';
import { type FilePlan, planFile } from './header';
import type { ImportKind, RowReader } from './import-kind';
import type { ImportProgress } from './import-progress';
import type { UploadedFile } from './import-rows';
import { RecordScanner, type ScanLimits, type ScannedRecord } from './record-scanner';
import { RefusedRows } from './refused-rows';
import type { StagingTable } from './staging-table';
import { codecFor } from './text-codec';

export interface ReadParts {
  store: ArtefactStore;
  kinds: readonly ImportKind[];
  limits: ScanLimits;
  options: Readonly<Record<string, string>>;
  signal: AbortSignal;
  progress: ImportProgress;
  /** Called after each piece of the file, some 64 kB. */
  onPiece: () => void;
}

/** What a file's beginning must hold, in characters: a header is found in it. */
const OPENING = 65_536;

/** One uploaded file, understood: kind, delimiter and columns are known, nothing is staged yet. */
export class ImportFile {
  private rows = 0;
  private refused = 0;

  private constructor(
    readonly file: UploadedFile,
    readonly plan: FilePlan,
    readonly present: ReadonlySet<string>,
    private readonly reader: RowReader,
    private readonly parts: ReadParts,
  ) {}

  /** Reads the beginning, and all of it when the kind surveys columns. @throws DomainError `invalid` */
  static async open(file: UploadedFile, parts: ReadParts): Promise<ImportFile> {
    const plan = planFile(await openingOf(file, parts), parts.kinds, parts.limits);
    const present = new Set(
      plan.kind.columns.flatMap(({ name }, at) => ((plan.places[at] ?? -1) < 0 ? [] : [name])),
    );
    const reader = plan.kind.open({ present, options: parts.options });
    const opened = new ImportFile(file, plan, present, reader, parts);
    if (reader.survey !== undefined) await opened.survey(reader.survey);
    reader.decide?.();
    return opened;
  }

  get rowsRead(): number {
    return this.rows;
  }

  get rowsRefused(): number {
    return this.refused;
  }

  notes(): readonly string[] {
    const { encoding } = this.file;
    const read = encoding === 'utf-8' ? [] : [`read as ${encoding.toUpperCase()}`];
    return [...this.plan.notes, ...read, ...(this.reader.notes?.() ?? [])];
  }

  /** @returns the key of the refused rows' file, or null */
  async stage(table: StagingTable, refusedKey: string): Promise<string | null> {
    const { plan, reader } = this;
    const refused = new RefusedRows(
      this.parts.store,
      refusedKey,
      codecFor(this.file.encoding),
      plan.delimiter,
      plan.rawHeader,
    );
    try {
      await this.each(
        (record, values, fault) => {
          this.rows += 1;
          const staged = fault === null ? reader.stage(values) : { column: null, reason: fault };
          if (typeof staged === 'string') return table.add(record.line, staged);
          this.refused += 1;
          refused.add(record.raw(), record.line, this.headerOf(staged.column), staged.reason);
        },
        async () => {
          await table.flush(false);
          await refused.flush();
        },
      );
      await table.flush(true);
      return await refused.commit();
    } catch (error) {
      await refused.discard();
      throw error;
    }
  }

  private async survey(look: (values: readonly string[]) => void): Promise<void> {
    await this.each(
      (_, values, fault) => {
        if (fault === null) look(values);
      },
      () => Promise.resolve(),
    );
  }

  private async each(
    onRow: (record: ScannedRecord, values: readonly string[], fault: string | null) => void,
    settle: () => Promise<void>,
  ): Promise<void> {
    const { plan, parts } = this;
    const { places, headerLine } = plan;
    const values: string[] = places.map(() => '');
    const mayBeUnpaired = this.file.encoding.startsWith('utf-16');
    const scanner = new RecordScanner(plan.delimiter, parts.limits, (record) => {
      if (record.line === headerLine) return;
      const fault =
        record.fault ?? this.widthFault(record) ?? (mayBeUnpaired ? textFault(record.raw()) : null);
      for (let at = 0; at < places.length; at += 1) {
        const place = places[at] ?? -1;
        values[at] = place < 0 || place >= record.width ? '' : (record.fields[place] ?? '');
      }
      onRow(record, values, fault);
    });
    for await (const text of textOf(this.file, parts, (bytes) => parts.progress.add(bytes))) {
      scanner.push(text);
      await settle();
    }
    scanner.end();
    await settle();
  }

  /** Spreadsheets leave empty cells at the end of lines: those don't count. */
  private widthFault(record: ScannedRecord): string | null {
    const wanted = this.plan.header.length;
    if (record.width === wanted) return null;
    const more = record.fields.slice(wanted, record.width);
    if (record.width > wanted && more.every((field) => field === '')) return null;
    return `has ${record.width} ${record.width === 1 ? 'field' : 'fields'} where the header has ${wanted}`;
  }

  private headerOf(column: string | null): string | null {
    const at = this.plan.kind.columns.findIndex(({ name }) => name === column);
    return this.plan.header[this.plan.places[at] ?? -1]?.trim() ?? column;
  }
}

/** Words for a fault of one file among several. */
export function namingFile(error: DomainError, file: UploadedFile, of: number): string {
  return of === 1 ? error.detail : `${file.name}: ${error.detail}`;
}

async function openingOf(file: UploadedFile, parts: ReadParts): Promise<string> {
  let text = '';
  for await (const piece of textOf(file, parts)) {
    text += piece;
    if (text.length > parts.limits.recordLength || (text.length >= OPENING && /[\r\n]/.test(text))) break;
  }
  return text;
}

async function* textOf(
  file: UploadedFile,
  { store, signal, onPiece }: ReadParts,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  const codec = codecFor(file.encoding);
  const { stream } = await store.open(file.key, { expectedBytes: file.bytes });
  try {
    for await (const piece of stream) {
      signal.throwIfAborted();
      onPiece();
      onBytes((piece as Buffer).length);
      yield codec.decode(piece as Buffer);
    }
    yield codec.end();
  } finally {
    stream.destroy();
  }
}
