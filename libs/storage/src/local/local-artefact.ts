import { constants } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { NewArtefact, StoredFile } from '../artefact-store';
import { writeError } from '../store-errors';
import type { Disk, DiskFile } from './disk';
import { HashingSink } from './hashing-sink';

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const TEMP = /^\.[a-z0-9][a-z0-9_-]{0,31}\.[a-z0-9]{1,8}\.[0-9a-f]{16}\.part$/;

/** True for the names that unfinished files carry. */
export function isTempName(name: string): boolean {
  return TEMP.test(name);
}

/** Where a file is to stand and what it may become. */
export interface Place {
  path: string;
  /** Folders whose entries must be durable before the file counts, innermost first. */
  folders: readonly string[];
  mostBytes: number;
}

/** One write: temporary file in the same folder → fsync → close → rename → fsync of the folder. */
export class LocalArtefact implements NewArtefact {
  readonly sink: HashingSink;
  private state: 'open' | 'committed' | 'over' = 'open';

  private constructor(
    readonly key: string,
    private readonly disk: Disk,
    private readonly place: Place,
    private readonly temp: string,
    private readonly file: DiskFile,
  ) {
    this.sink = new HashingSink(file, place.mostBytes);
    // Whoever writes hears of errors through the pipeline or through commit; unheard they must not end the process.
    this.sink.on('error', () => undefined);
  }

  static async begin(key: string, disk: Disk, place: Place): Promise<LocalArtefact> {
    const { path } = place;
    const temp = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.part`);
    const file = await disk.create(temp, CREATE, 0o600);
    return new LocalArtefact(key, disk, place, temp, file);
  }

  async commit(): Promise<StoredFile> {
    if (this.state !== 'open') throw new Error('this artefact was committed or discarded before');
    this.state = 'over';
    let renamed = false;
    let closed = false;
    try {
      if (!this.sink.writableEnded) this.sink.end();
      await finished(this.sink);
      // A failed fsync may have dropped the pages: asking the same descriptor again would answer a false yes.
      await this.file.sync();
      closed = true;
      await this.file.close();
      await this.refuseTaken();
      await this.disk.rename(this.temp, this.place.path);
      renamed = true;
      // Together: the file system writes its journal once for all of them.
      await Promise.all(this.place.folders.map((folder) => this.disk.syncFolder(folder)));
    } catch (error) {
      if (!closed) await this.file.close().catch(() => undefined);
      await remove(renamed ? this.place.path : this.temp);
      throw writeError(error);
    }
    this.state = 'committed';
    return { bytes: this.sink.bytes, sha256: this.sink.digest() };
  }

  async discard(): Promise<void> {
    if (this.state !== 'open') return;
    this.state = 'over';
    if (!this.sink.destroyed) {
      this.sink.destroy();
      await finished(this.sink).catch(() => undefined);
    }
    await this.file.close().catch(() => undefined);
    await remove(this.temp);
  }

  /** rename replaces what has the name: a finished file, or a link that someone planted. */
  private async refuseTaken(): Promise<void> {
    if (!(await this.disk.isFree(this.place.path)))
      throw Object.assign(new Error('name is taken'), { code: 'EEXIST' });
  }
}

/** What can't be removed now is left to the collector. */
async function remove(path: string): Promise<void> {
  await unlink(path).catch(() => undefined);
}
