import { createRequire } from 'node:module';
import { addUnlisted } from './catalogue';
import type { SourcePort, Template } from './define-template';

/** What a file of test templates exports: templates that misbehave, one port for all, and the port's reader. */
export interface TestTemplates {
  templates: readonly Template[];
  source: SourcePort<unknown>;
  /** @param snapshot the Snapshot of the execution */
  read: (snapshot: unknown) => unknown;
  /** What artefacts are written through in build threads, in place of the system's disk: a Disk of libs/storage. */
  disk?: unknown;
}

/**
 * The one way to extend the catalogue from outside: the configuration allows it in the test stage alone.
 * @param path of a compiled file, or null for none
 */
export function loadTestTemplates(path: string | null): TestTemplates | null {
  if (path === null) return null;
  const found = createRequire(__filename)(path) as TestTemplates;
  addUnlisted(found.templates);
  return found;
}
