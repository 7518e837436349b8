import type { ImportClaim, ImportEnding, Receipt } from '@pressroom/imports';
import type { Metrics } from '@pressroom/platform';

/** What operators see of imports. Labels are doors, names of kinds and codes: closed lists, and nobody's data. */
export class ImportMetrics {
  private readonly attempts;
  private readonly ended;
  private readonly dropped;
  private readonly rows;
  private readonly bytes;
  private readonly seconds;
  private readonly wait;
  private readonly rescued;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter('pressroom_import_executions_total', 'Executions of imports that began', [
      'door',
    ]);
    this.ended = metrics.counter(
      'pressroom_import_endings_total',
      'Executions of imports by how they ended',
      ['door', 'ending', 'code'],
    );
    this.dropped = metrics.counter(
      'pressroom_import_bells_dropped_total',
      'Stale or double deliveries of imports',
    );
    this.rows = metrics.counter(
      'pressroom_import_rows_total',
      'Rows of ended imports: kept, known or refused; of failed ones the refused alone',
      ['kind', 'fate'],
    );
    this.bytes = metrics.counter('pressroom_import_bytes_total', 'Bytes of files that were imported', [
      'door',
    ]);
    this.seconds = metrics.histogram(
      'pressroom_import_seconds',
      'Executions of imports that switched, from the claim to the row',
      ['door'],
    );
    this.wait = metrics.histogram(
      'pressroom_import_wait_seconds',
      'From an upload to the first claim of its import',
      ['door'],
    );
    this.rescued = metrics.counter('pressroom_import_rescued_total', 'Imports taken back from lost workers');
  }

  claimed(claim: ImportClaim): void {
    const door = doorOf(claim);
    this.attempts.inc({ door });
    if (claim.attempts === 1)
      this.wait.observe({ door }, Math.max(0, Date.now() - claim.createdAt.getTime()) / 1000);
  }

  completed(claim: ImportClaim, receipt: Receipt): void {
    const door = doorOf(claim);
    this.ended.inc({ door, ending: 'completed', code: '' });
    this.bytes.inc(
      { door },
      claim.files.reduce((sum, { bytes }) => sum + bytes, 0),
    );
    this.seconds.observe({ door }, receipt.seconds);
    for (const { kind, rowsKept, rowsKnown } of receipt.files) {
      this.rows.inc({ kind: kind ?? '', fate: 'kept' }, rowsKept);
      this.rows.inc({ kind: kind ?? '', fate: 'known' }, rowsKnown);
    }
    this.countRefused(receipt);
  }

  released(claim: ImportClaim, ending: ImportEnding | 'fenced'): void {
    const door = doorOf(claim);
    if (ending === 'fenced') return this.ended.inc({ door, ending, code: '' });
    this.ended.inc({ door, ending: ending.kind, code: 'code' in ending ? ending.code : '' });
    if (ending.kind === 'permanent' && ending.receipt !== null) this.countRefused(ending.receipt);
  }

  bellDropped(): void {
    this.dropped.inc();
  }

  takenBack(count: number): void {
    if (count > 0) this.rescued.inc(count);
  }

  private countRefused({ files }: Receipt): void {
    for (const { kind, rowsRefused } of files)
      this.rows.inc({ kind: kind ?? '', fate: 'refused' }, rowsRefused);
  }
}

/** `food-logs`, `stores`: what the kinds of one door begin with. */
function doorOf({ kinds }: ImportClaim): string {
  return kinds[0]?.split('.', 1)[0] ?? '';
}
