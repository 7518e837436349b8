import { readdir, realpath, rmdir } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { damaged } from '../store-errors';

/** A link anywhere on the way would lead writes and reads out of the root. */
export async function refuseLinks(folder: string): Promise<void> {
  if ((await realpath(folder)) !== folder) throw damaged();
}

/** Removes folders that became empty, up to the root. */
export async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let path = folder; path.startsWith(root + sep); path = dirname(path)) {
    if ((await readdir(path).catch(() => ['?'])).length > 0) return;
    if (
      !(await rmdir(path).then(
        () => true,
        () => false,
      ))
    )
      return;
  }
}
