import type { Flaw } from '@pressroom/kernel';
import type { z } from 'zod';

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * What zod found, as one flaw for each wrong place: unknown fields are named one by one.
 * @param base JSON Pointer of the parsed value, such as `/parameters`
 */
export function flawsOf(error: z.ZodError, base: string): Flaw[] {
  const at = (path: readonly PropertyKey[]): string => [base, ...path.map(escaped)].join('/');
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: at([...issue.path, key]), detail: 'is not a known field' }))
      : [{ pointer: at(issue.path), detail: issue.message }],
  );
}
