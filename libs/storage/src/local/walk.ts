import { lstat, opendir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { systemCode, unavailable } from '../store-errors';

export interface FoundFile {
  path: string;
  name: string;
  /** Path below the root with `/` between its parts. */
  key: string;
  modifiedMs: number;
}

/** Every plain file below a folder; links are not followed, and what vanishes meanwhile is left out. */
export async function* filesBelow(folder: string, root: string): AsyncGenerator<FoundFile> {
  let entries;
  try {
    entries = await opendir(folder);
  } catch (error) {
    if (folder !== root && ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return;
    throw unavailable(error);
  }
  for await (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path, root);
    if (!entry.isFile()) continue;
    const found = await lstat(path).catch(() => null);
    if (found === null) continue;
    yield {
      path,
      name: entry.name,
      key: relative(root, path).split(sep).join('/'),
      modifiedMs: found.mtimeMs,
    };
  }
}
