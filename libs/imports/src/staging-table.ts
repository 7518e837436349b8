import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Writable } from 'node:stream';

/** Characters that gather before they go out: COPY fed row by row is ten times slower. */
const PIECE = 262_144;

/** A temporary table of one transaction, filled by COPY: no WAL, no locks, gone with the transaction. */
export class StagingTable {
  private text = '';
  private count = 0;
  private copy: Writable | null = null;

  constructor(
    private readonly client: pg.ClientBase,
    readonly name: string,
  ) {}

  /** @param columns the kind's, as DDL */
  async create(columns: string): Promise<void> {
    await this.client.query(
      `CREATE TEMP TABLE ${this.name} (line bigint NOT NULL, ${columns}) ON COMMIT DROP`,
    );
    this.copy = this.client.query(copyFrom(`COPY ${this.name} FROM STDIN`));
    // Heard of through the callback of write and end; unheard it must not end the process.
    this.copy.on('error', () => undefined);
  }

  get rows(): number {
    return this.count;
  }

  add(line: number, row: string): void {
    this.count += 1;
    this.text += `${line}\t${row}\n`;
  }

  async flush(all: boolean): Promise<void> {
    const { copy } = this;
    if (copy === null || (this.text.length < PIECE && !(all && this.text !== ''))) return;
    const bytes = Buffer.from(this.text, 'utf8');
    this.text = '';
    await new Promise<void>((resolve, reject) => {
      copy.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Ends the copy; the connection is free for statements again. */
  async close(): Promise<void> {
    const { copy } = this;
    if (copy === null) return;
    await this.flush(true);
    await new Promise<void>((resolve, reject) => {
      copy.once('error', reject);
      copy.end((error?: Error | null) => (error ? reject(error) : resolve()));
    });
    this.copy = null;
    // Without figures the planner takes a million rows for a thousand.
    await this.client.query(`ANALYZE ${this.name}`);
  }
}
