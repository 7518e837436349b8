import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, readMark } from '../../apps/cli/src/servers/process-mark';
import { testRoot } from './test-root';

/** Folder of marks: one file for each server that a test started and that may outlive its test. */
export const MARKS = 'marks';

/** Ends every marked process of a run. */
export async function endRun(root: string): Promise<void> {
  const folder = join(root, MARKS);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const mark = readMark(join(folder, name));
    // SIGQUIT is PostgreSQL's immediate stop and ends Redis and Node as well: nothing here is worth saving.
    if (mark !== null) await endProcess(mark, 'SIGQUIT', 5000);
  }
}

export default async function teardown(): Promise<void> {
  const root = testRoot();
  await endRun(root);
  rmSync(root, { recursive: true, force: true });
}
