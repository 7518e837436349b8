import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Set by the global setup; the workers of one run find each other through it. */
export const TEST_ROOT_VARIABLE = 'PRESSROOM_TEST_ROOT';
export const ROOT_PREFIX = 'pressroom-test-';

/** The project's folder, from the sources and from their compiled copies below dist alike. */
export function projectRoot(from = __dirname): string {
  return existsSync(join(from, 'package.json')) ? from : projectRoot(dirname(from));
}

/** The folder of this test run; everything in it goes when the run ends. */
export function testRoot(): string {
  const root = process.env[TEST_ROOT_VARIABLE];
  if (root === undefined)
    throw new Error('tests run through jest.config.cjs, whose global setup makes their folder');
  return root;
}

/** A folder of the caller's own. Whoever wants it gone earlier than the run's end calls `remove`. */
export function tempFolder(name = 'folder'): { path: string; remove: () => void } {
  const base = process.env[TEST_ROOT_VARIABLE] ?? tmpdir();
  mkdirSync(base, { recursive: true });
  const path = mkdtempSync(join(base, `${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
