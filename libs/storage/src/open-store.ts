import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ArtefactStore } from './artefact-store';
import type { Disk } from './local/disk';
import { LocalStore } from './local/local-store';

/**
 * The store behind an address: `file:///folder`, made when it is not there.
 * @param disk the system's, unless a test brings one that fails
 * @param onDamage told when a file that was asked for is not what was stored
 * @throws when no driver serves the address
 */
export function openStore(url: string, disk?: Disk, onDamage?: () => void): ArtefactStore {
  const { protocol } = new URL(url);
  if (protocol !== 'file:') throw new Error(`STORAGE_URL: no driver serves ${protocol}//`);
  const folder = fileURLToPath(url);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return new LocalStore(folder, disk, onDamage);
}
