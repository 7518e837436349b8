import { lstat, mkdir, open, realpath, rename, stat } from 'node:fs/promises';
import { systemCode } from '../store-errors';

/** The open file that a write needs. */
export interface DiskFile {
  write(chunks: readonly Uint8Array[]): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The operations of a write that a disk can fail; tests bring one that does. */
export interface Disk {
  /**
   * Makes a folder below an existing root, and those on the way.
   * @returns where it really is, and the first folder that was missing
   */
  makeFolder(root: string, folder: string): Promise<{ real: string; first: string | undefined }>;
  create(path: string, flags: number, mode: number): Promise<DiskFile>;
  /** False also for what a link at the path leads to: the link itself counts. */
  isFree(path: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

/** For processes that do other things meanwhile. */
export const systemDisk: Disk = {
  async makeFolder(root, folder) {
    await stat(root);
    const first = await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    return { real: await realpath(folder), first };
  },
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
  async isFree(path) {
    const found = await lstat(path).catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    return found === null;
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

/** Folders are nobody else's. */
export const FOLDER_MODE = 0o700;

/** The chunks that remain after the first `written` bytes. */
export function after(chunks: readonly Uint8Array[], written: number): Uint8Array[] {
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
