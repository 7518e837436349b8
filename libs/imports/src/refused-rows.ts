import type { ArtefactStore, NewArtefact } from '@pressroom/storage';
import type { TextCodec } from './text-codec';

/**
 * The rows that were not taken, as they came, with three columns more: `_row` (line of the uploaded file), `_column` and
 * `_reason`. Made at the first refusal, so that a file without any leaves none.
 */
export class RefusedRows {
  private artefact: NewArtefact | null = null;
  private text = '';
  private started = false;

  constructor(
    private readonly store: ArtefactStore,
    private readonly key: string,
    private readonly codec: TextCodec,
    private readonly delimiter: string,
    private readonly rawHeader: string,
  ) {}

  add(raw: string, line: number, column: string | null, reason: string): void {
    const { delimiter } = this;
    if (!this.started) {
      this.started = true;
      this.text = `${this.rawHeader}${delimiter}_row${delimiter}_column${delimiter}_reason\n`;
    }
    this.text += `${raw}${delimiter}${line}${delimiter}${this.field(column ?? '')}${delimiter}${this.field(reason)}\n`;
  }

  /** Writes what has gathered; waits when the store asks to. */
  async flush(): Promise<void> {
    if (this.text === '') return;
    if (this.artefact === null) {
      this.artefact = await this.store.create(this.key);
      this.artefact.sink.write(this.codec.mark);
    }
    const { sink } = this.artefact;
    const bytes = this.codec.encode(this.text);
    this.text = '';
    // The sink reports through its callback, also when it breaks while it is full.
    await new Promise<void>((resolve, reject) => {
      sink.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** @returns the key of the file, or null when nothing was refused */
  async commit(): Promise<string | null> {
    await this.flush();
    if (this.artefact === null) return null;
    await this.artefact.commit();
    return this.key;
  }

  async discard(): Promise<void> {
    await this.artefact?.discard();
  }

  private field(text: string): string {
    return /["\n\r]/.test(text) || text.includes(this.delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  }
}
