type Fields = Readonly<Record<string, unknown>>;

/** The object at a path of fields; null when there is none. */
export function objectAt(value: unknown, ...path: readonly string[]): Fields | null {
  let at: unknown = value;
  for (const field of path) at = isObject(at) ? at[field] : undefined;
  return isObject(at) ? at : null;
}

/** The text at a path of fields, trimmed; null when there is none or it is blank. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const field = path.at(-1);
  const parent = objectAt(value, ...path.slice(0, -1));
  const found = field === undefined ? value : parent?.[field];
  const text = typeof found === 'string' ? found.trim() : '';
  return text === '' ? null : text;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The last piece of an address, path or name: `http://id.tincanapi.com/verb/saved` → `saved`. */
export function lastSegment(text: string): string {
  const pieces = text.split(/[/#:]/).filter((piece) => piece !== '');
  return pieces.at(-1) ?? text;
}
