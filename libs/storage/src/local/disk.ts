import { open, rename } from 'node:fs/promises';

/** The open file that a write needs. */
export interface DiskFile {
  write(chunks: readonly Uint8Array[]): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The operations of a write that a disk can fail; tests bring one that does. */
export interface Disk {
  create(path: string, flags: number, mode: number): Promise<DiskFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

export const systemDisk: Disk = {
  async create(path, flags, mode) {
    const handle = await open(path, flags, mode);
    return {
      write: async (chunks) => {
        // writev may write less than it was given, on a disk that is nearly full
        let left: readonly Uint8Array[] = chunks;
        while (left.length > 0) {
          const { bytesWritten } = await handle.writev(left as Uint8Array[]);
          left = after(left, bytesWritten);
        }
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  rename,
  async syncFolder(path) {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

/** The chunks that remain after the first `written` bytes. */
function after(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
  const left: Uint8Array[] = [];
  let skip = written;
  for (const chunk of chunks) {
    if (skip >= chunk.length) skip -= chunk.length;
    else {
      left.push(chunk.subarray(skip));
      skip = 0;
    }
  }
  return left;
}
