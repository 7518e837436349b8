import { createHash } from 'node:crypto';

/** Bytes gathered before they are handed on. */
const PIECE = 64 * 1024;

/** Where the bytes of a file wait to be taken, counted and digested on the way. */
export class Outlet {
  private text = '';
  private waiting: Buffer[] = [];
  private held = 0;
  private readonly hash = createHash('sha256');

  /** Bytes as they are, or a line of Latin-1 text. @returns how many bytes that are */
  write(data: Uint8Array | string): number {
    if (typeof data === 'string') {
      this.text += `${data}\n`;
      return data.length + 1;
    }
    this.gather();
    this.keep(Buffer.from(data.buffer, data.byteOffset, data.length));
    return data.length;
  }

  /** What was written since the last call, when it is much, or `all` of it. */
  take(all: boolean): Uint8Array[] {
    this.gather();
    if (this.held < PIECE && !all) return [];
    const taken = this.waiting;
    this.waiting = [];
    this.held = 0;
    return taken.length > 1 ? [Buffer.concat(taken)] : taken;
  }

  /** Hexadecimal SHA-256 of everything written so far. */
  digest(): string {
    this.gather();
    return this.hash.copy().digest('hex');
  }

  private gather(): void {
    const { text } = this;
    if (text === '') return;
    this.text = '';
    this.keep(Buffer.from(text, 'latin1'));
  }

  private keep(bytes: Buffer): void {
    this.waiting.push(bytes);
    this.held += bytes.length;
    this.hash.update(bytes);
  }
}
