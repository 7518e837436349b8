import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './place.mjs';

/**
 * Runs programs of node_modules one after the other until one fails; the arguments go to the last one.
 * @returns the exit code
 */
export function runTools(tools, rest) {
  for (const [index, [program, ...args]] of tools.entries()) {
    const last = index === tools.length - 1;
    const { status, error } = spawnSync(program, last ? [...args, ...rest] : args, {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
      },
    });
    if (error) console.error(`${program}: ${error.message}`);
    if (status !== 0) return status ?? 1;
  }
  return 0;
}
