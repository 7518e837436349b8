import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';

const STORES = 14_092;
const START = Date.UTC(2023, 0, 18);
const HOURS = 186;
/** Hours in which nobody was polled: a hole of 40 hours and some smaller ones. */
const HOLE = (hour: number): boolean => (hour >= 110 && hour < 150) || hour % 11 === 0;
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Boise',
];

/** The same numbers at every run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** Synthetic polls, hours and zones of a fleet. Polls lie as they come, hour by hour. @returns their paths */
export async function writeFleet(folder: string): Promise<[string, string, string]> {
  const random = seeded(1);
  const ids = Array.from(
    { length: STORES },
    () => `${1 + Math.floor(random() * 8e8)}${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
  );
  const up = ids.map(() => random() > 0.24);
  const polls = await written(join(folder, 'polls.csv'), 'store_id,status,timestamp_utc', function* () {
    for (let hour = 0; hour < HOURS; hour += 1) {
      if (HOLE(hour)) continue;
      for (let at = 0; at < STORES; at += 1) {
        if (random() < 0.01) up[at] = !up[at];
        const time = new Date(START + hour * 3_600_000 + Math.floor(random() * 900_000)).toISOString();
        const micros = String(Math.floor(random() * 1000)).padStart(3, '0');
        yield `${ids[at]},${up[at] ? 'active' : 'inactive'},${time.slice(0, 10)} ${time.slice(11, 23)}${micros} UTC`;
      }
    }
  });
  const hours = await written(
    join(folder, 'hours.csv'),
    'store_id,day,start_time_local,end_time_local',
    function* () {
      for (const id of ids) {
        if (random() < 0.2) continue;
        const opens = String(Math.floor(random() * 12)).padStart(2, '0');
        for (let day = 0; day < 7; day += 1)
          yield `${id},${day},${opens}:00:00,${12 + Math.floor(random() * 12)}:30:00`;
      }
    },
  );
  const zones = await written(join(folder, 'zones.csv'), 'store_id,timezone_str', function* () {
    for (const id of ids) yield `${id},${ZONES[Math.floor(random() * ZONES.length)]}`;
  });
  return [polls, hours, zones];
}

async function written(path: string, header: string, lines: () => Iterable<string>): Promise<string> {
  const file = createWriteStream(path);
  let text = `${header}\n`;
  for (const line of lines()) {
    text += `${line}\n`;
    if (text.length < 1_000_000) continue;
    if (!file.write(text)) await once(file, 'drain');
    text = '';
  }
  file.end(text);
  await once(file, 'finish');
  return path;
}
