import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepMark, markOf, isAlive, readMark } from '../../apps/cli/src/servers/process-mark';
import { endRun } from './global-teardown';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from './test-root';

/** Makes the run's folder and clears what killed runs left. Servers start when the first test asks for one. */
export default async function setup(): Promise<void> {
  await clearDeadRuns();
  const root = mkdtempSync(join(tmpdir(), ROOT_PREFIX));
  // The user that runs PostgreSQL must be able to walk in; each folder inside closes itself.
  chmodSync(root, 0o755);
  const mark = markOf(process.pid);
  if (mark !== null) keepMark(join(root, 'run.json'), mark);
  process.env[TEST_ROOT_VARIABLE] = root;
}

async function clearDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(ROOT_PREFIX))) {
    const root = join(tmpdir(), name);
    const mark = readMark(join(root, 'run.json'));
    if (mark === null || isAlive(mark)) continue;
    await endRun(root);
    rmSync(root, { recursive: true, force: true });
  }
}
