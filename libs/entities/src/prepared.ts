/**
 * A statement of the service's daily life. Each connection parses it once and PostgreSQL keeps its plan; planning a
 * statement anew costs as much as running it, and twice as much for the longer ones.
 * Worth it for what every report or request runs; not for what is seldom run, whose plan each connection would hold.
 */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** What may be run: a text, or a statement that connections keep. */
export type Sql = string | Prepared;

const texts = new Map<string, string>();

/** @throws TypeError when another statement has this name: connections know statements by their names */
export function prepared(name: string, text: string): Prepared {
  const known = texts.get(name) ?? text;
  if (known !== text) throw new TypeError(`two statements are named ${name}`);
  texts.set(name, text);
  return { name, text };
}

/** As the driver takes it. */
export function queryOf(sql: Sql, params: readonly unknown[]) {
  return { ...(typeof sql === 'string' ? { text: sql } : sql), values: [...params] };
}
