const DAY = 86_400_000;
const days = new Map<number, string>();
/** Days kept at most; a report rarely spans more, and a year costs a few kilobytes. */
const MOST = 4_000;

/** `YYYY-MM-DD` of a UTC day (days since 1970); remembered, because the instants of a report share few days. */
function dayText(day: number): string {
  let text = days.get(day);
  if (text === undefined) {
    if (days.size >= MOST) days.clear();
    text = new Date(day * DAY).toISOString().slice(0, -14);
    days.set(day, text);
  }
  return text;
}

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const SECONDS = TWO.map((text) => `:${text}`);

/** What `toISOString` gives, several times faster. @param time a valid time in milliseconds since 1970 */
export function isoInstant(time: number): string {
  const day = Math.floor(time / DAY);
  const rest = time - day * DAY;
  const seconds = Math.floor(rest / 1000);
  const milliseconds = String(rest - seconds * 1000).padStart(3, '0');
  const minutes = Math.floor(seconds / 60);
  const clock = `T${TWO[Math.floor(minutes / 60)] ?? ''}${SECONDS[minutes % 60] ?? ''}${SECONDS[seconds % 60] ?? ''}`;
  return `${dayText(day)}${clock}.${milliseconds}Z`;
}
