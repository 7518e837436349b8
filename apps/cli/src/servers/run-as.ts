import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';

/** PostgreSQL refuses to run as root, so root lends it another user. Null: we are an ordinary user already. */
export interface Identity {
  name: string;
  uid: number;
  gid: number;
}

/** @throws when we are root and the system has neither `postgres` nor `nobody` */
export function postgresIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const wanted of ['postgres', 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${wanted}:`))?.split(':');
    if (fields !== undefined) return { name: wanted, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user `postgres` or `nobody` to run it');
}

/** Spawn options that make a child run as the identity. */
export function as(identity: Identity | null): { uid?: number; gid?: number } {
  return identity === null ? {} : { uid: identity.uid, gid: identity.gid };
}

/** True when the identity may walk into a folder (every folder above it included). */
export function canEnter(identity: Identity | null, folder: string): boolean {
  if (identity === null) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', ...as(identity) });
  return probe.status === 0;
}

/**
 * Makes a folder that every user can reach and only we can write, of this user and this purpose.
 * @throws when someone else was there first: everyone may write to the folder above
 */
export function reachablePlace(purpose: string): string {
  const uid = process.getuid?.() ?? 0;
  const mark = createHash('sha256').update(purpose).digest('hex').slice(0, 12);
  const place = join('/var/tmp', `pressroom-${uid}-${mark}`);
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const found = lstatSync(place);
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o022) !== 0) {
    throw new Error(`${place} is not a folder of this user alone; remove it`);
  }
  return place;
}

/** Makes a folder of the identity's own with nobody else in it. */
export function makePrivateFolder(folder: string, identity: Identity | null): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (identity !== null) chownSync(folder, identity.uid, identity.gid);
}

/** Copies a folder of programs to a place that everyone can reach; a half copy never gets the final name. */
export function copyPrograms(from: string, to: string): void {
  if (existsSync(to)) return;
  const half = `${to}.${process.pid}`;
  mkdirSync(join(to, '..'), { recursive: true, mode: 0o755 });
  cpSync(from, half, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(half, to);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // another start was faster and its copy is as good
    if (!existsSync(to)) throw error;
  }
}
