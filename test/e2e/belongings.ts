import type { Page } from '@pressroom/kernel';
import type { Asked, Client } from './client';
import { ended, type Report } from './house';
import { bodyOf, type Route } from './openapi-document';

/** One thing of a person's for every address that ends in an id: by the path before `/{id}`. */
export type Belongings = ReadonlyMap<string, string>;

const MADE = /^(\/.*)\/([0-9a-f-]{36})$/;
const HOLE = /^(.*)\/\{(?:id|report_id)\}/;

/** Sends every example of every door that makes something. @throws for an address whose id can not be had so */
export async function fillWithExamples(person: Client, routes: readonly Route[]): Promise<Belongings> {
  const made = new Map<string, string>();
  const doors = routes.filter(({ method, path, open }) => method === 'POST' && !open && !path.includes('{'));
  for (const { path, operation } of doors) {
    const examples = Object.values(bodyOf(operation)?.examples ?? {});
    const asked = examples.map(({ value }): Asked => ({ json: value }));
    if (path in UPLOADS) asked.push(uploadOf(UPLOADS[path] ?? ''));
    for (const each of asked) {
      const answer = await person.ask('POST', path, each);
      if (answer.status >= 300) throw new Error(`POST ${path} was answered ${answer.status}: ${answer.text}`);
      const [, place, id] = MADE.exec(answer.headers.get('location') ?? '') ?? [];
      const body = answer.body as { id?: string; report_id?: string } | null;
      if (body?.report_id !== undefined) made.set('/get_report', body.report_id);
      if (place !== undefined && id !== undefined) made.set(place, id);
      if (body?.id !== undefined) made.set(path, body.id);
    }
  }
  const reports = (await person.get('/api/reports?limit=200')).body as Page<Report>;
  for (const { id } of reports.data) await ended(person, id);
  const places = new Set(routes.flatMap(({ path }) => HOLE.exec(path)?.[1] ?? []));
  for (const place of places) if (!made.has(place)) made.set(place, await newest(person, place));
  return made;
}

/** Files for the doors that take them. */
const UPLOADS: Readonly<Record<string, string>> = {
  '/api/food-logs/import': 'foodName,category,loggedOn\r\nApple,fruit,2026-01-31\r\n',
  '/data': 'store_id,timezone_str\r\nstore-1,America/Chicago\r\n',
};

function uploadOf(text: string): Asked {
  const head = 'content-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv';
  return {
    raw: `--edge\r\n${head}\r\n\r\n${text}\r\n--edge--\r\n`,
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  };
}

async function newest(person: Client, place: string): Promise<string> {
  const answer = await person.get(place);
  const id = answer.status === 200 ? (answer.body as Page<{ id: string }>).data[0]?.id : undefined;
  if (id === undefined) throw new Error(`nothing was found for ${place}/{id}`);
  return id;
}

/** The id that belongs into a route's address. */
export function idFor({ path }: Route, belongings: Belongings): string {
  return belongings.get(HOLE.exec(path)?.[1] ?? '') ?? '';
}
