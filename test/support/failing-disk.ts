import { systemDisk, type Disk, type DiskFile } from '@pressroom/storage';

export type DiskOperation = 'create' | 'write' | 'sync' | 'close' | 'rename' | 'syncFolder';

/** The real disk, with one failure on order: the system's error code at the next call of an operation. */
export class FailingDisk implements Disk {
  /** Every call so far, in order. */
  readonly calls: DiskOperation[] = [];
  openFiles = 0;
  private readonly orders = new Map<DiskOperation, string>();

  failNext(operation: DiskOperation, code: string): void {
    this.orders.set(operation, code);
  }

  makeFolder(root: string, folder: string): ReturnType<Disk['makeFolder']> {
    return systemDisk.makeFolder(root, folder);
  }

  isFree(path: string): Promise<boolean> {
    return systemDisk.isFree(path);
  }

  async create(path: string, flags: number, mode: number): Promise<DiskFile> {
    this.pass('create');
    const file = await systemDisk.create(path, flags, mode);
    this.openFiles += 1;
    return {
      write: async (chunks) => {
        this.pass('write');
        await file.write(chunks);
      },
      sync: async () => {
        this.pass('sync');
        await file.sync();
      },
      close: async () => {
        // As the kernel does: a failed close has closed.
        await file.close();
        this.openFiles -= 1;
        this.pass('close');
      },
    };
  }

  async rename(from: string, to: string): Promise<void> {
    this.pass('rename');
    await systemDisk.rename(from, to);
  }

  async syncFolder(path: string): Promise<void> {
    this.pass('syncFolder');
    await systemDisk.syncFolder(path);
  }

  private pass(operation: DiskOperation): void {
    this.calls.push(operation);
    const code = this.orders.get(operation);
    if (code === undefined) return;
    this.orders.delete(operation);
    throw Object.assign(new Error(`${code}: ordered by the test`), { code });
  }
}
