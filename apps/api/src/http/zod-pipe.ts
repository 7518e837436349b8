import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { DomainError, type Flaw, invalid, isId, missing } from '@pressroom/kernel';
import type { z } from 'zod';

/**
 * Parses a body or a query. Every wrong place is named at once: a JSON Pointer into the body, `query:name` for a query.
 * A repeated query parameter is refused, unless the schema expects a list.
 */
@Injectable()
export class ZodPipe<Schema extends z.ZodType> implements PipeTransform<unknown, z.output<Schema>> {
  /** @param more what the schema can't know of an input that is wrong anyway */
  constructor(
    private readonly schema: Schema,
    private readonly more: (value: unknown) => readonly Flaw[] = () => [],
  ) {}

  transform(value: unknown, { type }: ArgumentMetadata): z.output<Schema> {
    if (type === 'body' && value === undefined) {
      throw new DomainError('malformed', 'body_missing', { detail: 'this address needs a JSON body' });
    }
    const parsed = this.schema.safeParse(type === 'query' ? (value ?? {}) : value);
    if (parsed.success) return parsed.data;
    throw invalid([...flawsOf(parsed.error, type === 'query'), ...this.more(value)]);
  }
}

/** An id in the address. What is no id names nothing: 404, as for any other unknown thing. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly what: string) {}

  transform(value: string): string {
    const id = value.toLowerCase();
    if (!isId(id)) throw missing(this.what);
    return id;
  }
}

function flawsOf(error: z.ZodError, query: boolean): Flaw[] {
  const at = (path: readonly PropertyKey[]): string =>
    query
      ? `query:${String(path[0] ?? '')}`
      : path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: at([...issue.path, key]), detail: 'is not a known field' }))
      : [{ pointer: at(issue.path), detail: issue.message }],
  );
}
