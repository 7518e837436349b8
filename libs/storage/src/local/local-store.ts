import { DomainError } from '@pressroom/kernel';
import { constants, realpathSync } from 'node:fs';
import { lstat, open, rm, stat, statfs, unlink } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type {
  ArtefactStore,
  CreateOptions,
  FreeSpace,
  NewArtefact,
  OpenArtefact,
  OpenOptions,
} from '../artefact-store';
import { checkKey, checkPrefix, isKey } from '../keys';
import { damaged, readError, systemCode, unavailable, writeError } from '../store-errors';
import { CheckedFiles } from './checked-files';
import { systemDisk } from './disk';
import type { Disk } from './disk';
import { refuseLinks, removeEmpty } from './folders';
import { isTempName, LocalArtefact } from './local-artefact';
import { checkRange } from './range';
import { filesBelow } from './walk';

/** Files in a folder of this machine, or of a volume that api and workers share. */
export class LocalStore implements ArtefactStore {
  private readonly root: string;
  private readonly checked = new CheckedFiles();

  /**
   * @param root an existing folder; where it really is counts, so that later links in the way are noticed
   * @param onDamage told when a file that was asked for is not what was stored
   */
  constructor(
    root: string,
    private readonly disk: Disk = systemDisk,
    private readonly onDamage: () => void = () => undefined,
  ) {
    this.root = realpathSync(root);
  }

  async create(key: string, { mostBytes = Infinity }: CreateOptions = {}): Promise<NewArtefact> {
    const path = this.pathOf(key);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          const folders = await this.makeFolder(dirname(path));
          return await LocalArtefact.begin(key, this.disk, { path, folders, mostBytes });
        } catch (error) {
          // a delete emptied and removed the folder in between
          if (systemCode(error) !== 'ENOENT' || attempt === 3) throw error;
        }
      }
    } catch (error) {
      throw writeError(error);
    }
  }

  async open(key: string, options: OpenOptions = {}): Promise<OpenArtefact> {
    const path = this.pathOf(key);
    const handle = await this.reading(async () => {
      await refuseLinks(dirname(path));
      return open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    });
    try {
      const found = await handle.stat();
      if (!found.isFile() || (options.expectedBytes ?? found.size) !== found.size) throw this.damage();
      if (options.range !== undefined) checkRange(options.range, found.size);
      const { expectedSha256: sha256 } = options;
      if (sha256 !== undefined && !(await this.checked.isWhole(handle, sha256))) throw this.damage();
      return {
        stream: handle.createReadStream({ ...options.range, highWaterMark: 131_072 }),
        bytes: found.size,
      };
    } catch (error) {
      await handle.close();
      throw readError(error);
    }
  }

  async size(key: string): Promise<number | null> {
    const path = this.pathOf(key);
    const found = await this.unlessGone(async () => {
      await refuseLinks(dirname(path));
      return lstat(path);
    });
    return found?.isFile() === true ? found.size : null;
  }

  async delete(key: string): Promise<boolean> {
    const path = this.pathOf(key);
    const removed = await this.unlessGone(async () => {
      await refuseLinks(dirname(path));
      await unlink(path);
      return true;
    });
    if (removed !== null) await removeEmpty(dirname(path), this.root);
    return removed ?? false;
  }

  async deletePrefix(prefix: string): Promise<number> {
    checkPrefix(prefix);
    const folder = resolve(this.root, prefix);
    const removed = await this.unlessGone(async () => {
      await refuseLinks(folder);
      let count = 0;
      for await (const _ of filesBelow(folder, this.root)) count += 1;
      await rm(folder, { recursive: true, force: true });
      return count;
    });
    if (removed !== null) await removeEmpty(dirname(folder), this.root);
    return removed ?? 0;
  }

  async *list(prefix: string, olderThanMs = 0): AsyncGenerator<string> {
    if (prefix !== '') checkPrefix(prefix);
    const latest = Date.now() - olderThanMs;
    for await (const file of filesBelow(resolve(this.root, prefix), this.root)) {
      if (isKey(file.key) && file.modifiedMs <= latest) yield file.key;
    }
  }

  async removeTemps(olderThanMs: number): Promise<number> {
    const latest = Date.now() - olderThanMs;
    let count = 0;
    for await (const file of filesBelow(this.root, this.root)) {
      if (!isTempName(file.name) || file.modifiedMs > latest) continue;
      await unlink(file.path).catch(() => undefined);
      await removeEmpty(dirname(file.path), this.root);
      count += 1;
    }
    return count;
  }

  async freeSpace(): Promise<FreeSpace> {
    const disk = await statfs(this.root).catch((error: unknown) => {
      throw unavailable(error);
    });
    // As df counts: blocks that only root may use are neither free nor part of the whole.
    const usable = disk.blocks - disk.bfree + disk.bavail;
    return { bytes: disk.bavail * disk.bsize, share: usable === 0 ? 0 : disk.bavail / usable };
  }

  private damage(): DomainError {
    this.onDamage();
    return damaged();
  }

  private pathOf(key: string): string {
    checkKey(key);
    const path = resolve(this.root, key);
    if (!path.startsWith(this.root + sep)) throw damaged();
    return path;
  }

  /**
   * Makes a folder below the root, never the root itself: where a volume is not mounted nothing may be written.
   * @returns the folders whose entries are new, innermost first
   */
  private async makeFolder(folder: string): Promise<string[]> {
    const { real, first } = await this.disk.makeFolder(this.root, folder);
    if (real !== folder) throw damaged();
    const fresh = [folder];
    if (first === undefined) return fresh;
    for (let path = folder; path !== dirname(first); path = dirname(path)) fresh.push(dirname(path));
    return fresh;
  }

  private async unlessGone<Result>(work: () => Promise<Result>): Promise<Result | null> {
    try {
      return await this.reading(work);
    } catch (error) {
      if (error instanceof DomainError && error.fault === 'gone') return null;
      throw error;
    }
  }

  /** Translates errors; without its root a store is away, and no file of it is lost. */
  private async reading<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      const told = readError(error);
      if (told instanceof DomainError && told.fault === 'gone') await this.needRoot();
      throw told;
    }
  }

  private async needRoot(): Promise<void> {
    await stat(this.root).catch((error: unknown) => {
      throw unavailable(error);
    });
  }
}
