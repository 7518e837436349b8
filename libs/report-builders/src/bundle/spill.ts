import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PIECE = 128 * 1024;

/**
 * Bytes that wait on disk until their turn. The file has no name from the moment it is opened: whatever ends the
 * process or its thread, nothing of it is left behind.
 */
export class Spill {
  private constructor(private readonly file: FileHandle) {}

  static async open(): Promise<Spill> {
    const path = join(tmpdir(), `pressroom-spill-${randomUUID()}`);
    const file = await open(path, 'wx+', 0o600);
    try {
      await rm(path);
    } catch (error) {
      await file.close();
      throw error;
    }
    return new Spill(file);
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.file.writeFile(chunk);
  }

  /** Everything written so far, from the beginning, each piece in memory of its own. */
  async *pieces(): AsyncGenerator<Buffer> {
    for (let at = 0; ;) {
      const { bytesRead, buffer } = await this.file.read(Buffer.allocUnsafeSlow(PIECE), 0, PIECE, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
