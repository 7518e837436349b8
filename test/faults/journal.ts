import { existsSync, readFileSync } from 'node:fs';

export interface Execution {
  tag: string;
  pid: number;
}

/** Executions that a journal of the test templates witnessed, in order; of one report when `tag` is given. */
export function executionsIn(journal: string, tag?: string): Execution[] {
  if (!existsSync(journal)) return [];
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', pid = '0'] = line.split(' ');
      return { tag: name, pid: Number(pid) };
    })
    .filter((execution) => tag === undefined || execution.tag === tag);
}
