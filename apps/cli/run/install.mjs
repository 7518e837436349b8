import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './place.mjs';

const lockFile = join(root, 'package-lock.json');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.pressroom-lock');

/**
 * Runs `npm ci` when node_modules is missing or is not what the lock file says. An install that someone else did
 * (`npm ci` by hand, a copied image layer) is recognised and left alone.
 */
export function install() {
  // A built image carries no lock file to install by.
  if (!existsSync(lockFile)) return;
  const lock = readFileSync(lockFile, 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (read(stamp) === hash) return;
  if (!isInstalled(JSON.parse(lock))) {
    console.log('Installing the packages (npm ci) …');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
      // In production npm would leave out the compiler that the build needs.
      env: { ...process.env, SCARF_ANALYTICS: 'false', NODE_ENV: 'development' },
      shell: process.platform === 'win32',
    });
    if (status !== 0) {
      console.error('npm ci failed: see its words above. It needs the npm registry or a filled npm cache.');
      process.exit(status ?? 1);
    }
  }
  try {
    writeFileSync(stamp, hash);
  } catch {
    // a read-only node_modules is checked in full each time
  }
}

/** npm notes what it installed; packages of other systems are optional and may be missing. */
function isInstalled(lock) {
  const note = read(join(modules, '.package-lock.json'));
  if (note === null) return false;
  const installed = JSON.parse(note).packages ?? {};
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    return found === undefined
      ? wanted.optional === true || wanted.devOptional === true
      : found.version === wanted.version;
  });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
