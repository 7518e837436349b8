import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface RedisBinary {
  program: string;
  /** Folder of libraries that were unpacked with it, or null for an installed one. */
  libraries: string | null;
  /** Where it was found, in words. */
  origin: string;
}

/** One line that says how to get a Redis. */
export const HOW_TO_GET_REDIS =
  'set REDIS_URL, or install one (Debian: apt-get install redis-server; macOS: brew install redis)';

const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];

/**
 * Finds a Redis (or Valkey) that runs here: on PATH, then the one unpacked earlier, then Debian's packages fetched and
 * unpacked into the user's cache, which needs no root and installs nothing. Each is run once to know that it starts.
 * @returns null when there is none
 */
export function findRedis(): RedisBinary | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['redis-server', 'valkey-server']) {
      const binary = { program: join(folder, name), libraries: null, origin: join(folder, name) };
      if (folder !== '' && existsSync(binary.program) && runs(binary)) return binary;
    }
  }
  const place = join(cacheFolder(), 'redis');
  return unpackedIn(place) ?? (fetchPackages(place) ? unpackedIn(place) : null);
}

/** Environment in which the program finds its libraries. */
export function redisEnvironment(binary: RedisBinary): NodeJS.ProcessEnv {
  const known = process.env['LD_LIBRARY_PATH'];
  if (binary.libraries === null) return process.env;
  return { ...process.env, LD_LIBRARY_PATH: known ? `${binary.libraries}:${known}` : binary.libraries };
}

function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pressroom');
}

function unpackedIn(place: string): RedisBinary | null {
  const libraries = join(place, 'usr/lib');
  if (!existsSync(libraries)) return null;
  const multiarch = readdirSync(libraries).find(
    (name) => name.endsWith('-gnu') || name.endsWith('-gnueabihf'),
  );
  const binary = {
    program: join(place, 'usr/bin/redis-server'),
    libraries: join(libraries, multiarch ?? ''),
    origin: `Debian's package in ${place}`,
  };
  return runs(binary) ? binary : null;
}

/** @returns true when the packages are unpacked at `place`; a half-made folder never gets the name */
function fetchPackages(place: string): boolean {
  if (process.platform !== 'linux' || !has('apt-get') || !has('dpkg')) return false;
  mkdirSync(cacheFolder(), { recursive: true });
  const scratch = mkdtempSync(join(cacheFolder(), 'fetch-'));
  try {
    // As root apt would drop to a user that cannot write here; the files are only unpacked, so it need not.
    const fetched = spawnSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', ...PACKAGES], {
      cwd: scratch,
      timeout: 60_000,
    });
    if (fetched.status !== 0) return false;
    const tree = join(scratch, 'tree');
    for (const name of readdirSync(scratch).filter((file) => file.endsWith('.deb'))) {
      if (spawnSync('dpkg', ['-x', join(scratch, name), tree]).status !== 0) return false;
    }
    rmSync(place, { recursive: true, force: true });
    renameSync(tree, place);
    return true;
  } catch {
    // another start put its copy there first
    return existsSync(place);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function has(program: string): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

function runs(binary: RedisBinary): boolean {
  const result = spawnSync(binary.program, ['--version'], { env: redisEnvironment(binary), timeout: 10_000 });
  return result.status === 0;
}
