import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ArtefactStore } from './artefact-store';
import { LocalStore } from './local/local-store';

/**
 * The store behind an address: `file:///folder`, made when it is not there.
 * @throws when no driver serves the address
 */
export function openStore(url: string): ArtefactStore {
  const { protocol } = new URL(url);
  if (protocol !== 'file:') throw new Error(`STORAGE_URL: no driver serves ${protocol}//`);
  const folder = fileURLToPath(url);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return new LocalStore(folder);
}
