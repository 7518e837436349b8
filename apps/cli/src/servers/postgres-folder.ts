import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries';
import { as, makePrivateFolder } from './run-as';
import type { Identity } from './run-as';

/** Major version of the server that made a data folder, or null when it is not made yet. */
export function versionOfFolder(folder: string): number | null {
  const file = join(folder, 'PG_VERSION');
  return existsSync(file) && existsSync(passwordFile(folder))
    ? Number.parseInt(readFileSync(file, 'utf8'), 10)
    : null;
}

/**
 * Makes the data folder when it is not there, or finds the one of an earlier start.
 * @returns the superuser's password
 */
export function openFolder(folder: string, binaries: PostgresBinaries, identity: Identity | null): string {
  if (versionOfFolder(folder) !== null) return readFileSync(passwordFile(folder), 'utf8');
  // The password is written last, so a folder without it is what an interrupted initdb left.
  rmSync(folder, { recursive: true, force: true });
  makePrivateFolder(folder, identity);
  const password = randomBytes(24).toString('base64url');
  const pwfile = join(folder, '..', `.initdb-${process.pid}`);
  writeFileSync(pwfile, password, { mode: 0o600 });
  if (identity !== null) chownSync(pwfile, identity.uid, identity.gid);
  try {
    initialise(folder, binaries, identity, pwfile);
  } finally {
    rmSync(pwfile, { force: true });
  }
  writeFileSync(passwordFile(folder), password, { mode: 0o600 });
  return password;
}

/** Beside the data folder, whose owner may be another user. */
function passwordFile(folder: string): string {
  return `${folder}.password`;
}

function initialise(
  folder: string,
  binaries: PostgresBinaries,
  identity: Identity | null,
  pwfile: string,
): void {
  let failure = '';
  for (const locale of localeChoices(binaries.major)) {
    const result = spawnSync(
      binaries.initdb,
      [
        '-D',
        folder,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${pwfile}`,
        '--encoding=UTF8',
        '--no-sync',
        ...locale,
      ],
      { encoding: 'utf8', cwd: '/', env: { LC_ALL: 'C', PATH: process.env['PATH'] }, ...as(identity) },
    );
    if (result.status === 0) return;
    failure = result.stderr.trim();
  }
  throw new Error(`PostgreSQL (${binaries.origin}) could not make its data folder ${folder}: ${failure}`);
}

/** The C.UTF-8 order is the same on every system; before version 17 it is the C library's, which may lack it. */
function localeChoices(major: number): string[][] {
  if (major >= 17) return [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']];
  return [['--locale=C.UTF-8'], ['--locale=C']];
}

/** Settings of a server for development and tests, as `-c name=value`. */
export function settingsFor(port: number, durable: boolean): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // No socket file: its default folder may not exist, and its lock outlives a kill.
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    work_mem: '16MB',
    maintenance_work_mem: '128MB',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    logging_collector: 'off',
    huge_pages: 'off',
    // Queries here take milliseconds; compiling them costs more than it saves.
    jit: 'off',
  };
  if (!durable) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
