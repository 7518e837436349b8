import { DAY_SECONDS, type HoursRow } from './business-hours';
import { FleetWeek } from './fleet';
import { openingsOf } from './openings';
import { POLICIES } from './policies';
import { inHours, inMinutes } from './rounding';
import { figuresOf, sinceOf, type StoreFigures } from './store-figures';
import { at, hoursOf, pollsOf, seeded } from './test-stores';
import { clockOf, DAY, HOUR, MINUTE } from './zone-clock';

const NOW = at('2023-01-25 18:13:22.47922');

/** Business time within a window, counted from the openings alone. */
function businessIn(openings: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let n = 0; n < openings.length; n += 2)
    sum += Math.max(0, Math.min(openings[n + 1] ?? 0, to) - Math.max(openings[n] ?? 0, from));
  return sum;
}

const ZONES = [
  'America/Chicago',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'UTC',
  'America/St_Johns',
];

describe('figures of a store', () => {
  it('add up to the business time and grow with the window, whatever the hours, polls and zone', () => {
    const random = seeded(20230125);
    const pick = (below: number): number => Math.floor(random() * below);
    for (let round = 0; round < 1500; round += 1) {
      // Around the changes of the clocks of several zones, to the microsecond.
      const now = at(`2023-${['01-25', '03-13', '04-02', '11-06'][pick(4)]} 18:00:00`) + pick(DAY);
      const hours: HoursRow[] = Array.from({ length: pick(12) }, () => ({
        day: pick(7),
        opens: pick(2) === 0 ? 0 : pick(DAY_SECONDS),
        closes: pick(3) === 0 ? DAY_SECONDS - 1 : pick(DAY_SECONDS + 1),
      }));
      const custom = pick(2) === 0 ? null : { from: now - pick(20 * DAY), to: now - pick(DAY) };
      const settings = { policy: POLICIES[round % 3] ?? 'opening', now, custom };
      const since = sinceOf(settings);
      const times = Float64Array.from({ length: 1 + pick(60) }, () => now - pick(12 * DAY)).sort();
      const polls = { times, up: Uint8Array.from(times, () => pick(2)) };
      const openings = openingsOf(hours, clockOf(ZONES[pick(6)] ?? 'UTC'), { since, now });
      const fleet = new FleetWeek(now);
      const {
        hour,
        day,
        week,
        custom: own,
        seen,
        outages,
        longestOutage,
      } = figuresOf(polls, openings, settings, fleet);

      expect(hour.up + hour.down).toBe(businessIn(openings, now - HOUR, now));
      expect(day.up + day.down).toBe(businessIn(openings, now - DAY, now));
      expect(week.up + week.down).toBe(businessIn(openings, now - 7 * DAY, now));
      if (custom !== null && own !== null)
        expect(own.up + own.down).toBe(businessIn(openings, custom.from, custom.to));
      for (const key of ['up', 'down'] as const) {
        expect(hour[key]).toBeLessThanOrEqual(day[key]);
        expect(day[key]).toBeLessThanOrEqual(week[key]);
      }
      expect(seen).toBeGreaterThanOrEqual(0);
      expect(seen).toBeLessThanOrEqual(week.up + week.down);
      expect(outages > 0).toBe(week.down > 0);
      expect(longestOutage).toBeLessThanOrEqual(week.down);
      expect(longestOutage * outages).toBeGreaterThanOrEqual(week.down);
      const bins = fleet.hours();
      expect(bins.reduce((sum, { up }) => sum + up, 0)).toBe(week.up);
      expect(bins.reduce((sum, { business }) => sum + business, 0)).toBe(week.up + week.down);
      expect(bins.reduce((sum, bin) => sum + bin.seen, 0)).toBe(seen);
    }
  });

  const figures = (windows: string[], words: string[], zone = 'UTC'): StoreFigures =>
    figuresOf(
      pollsOf('2023-01-25', ...words),
      openingsOf(hoursOf(...windows), clockOf(zone), { since: NOW - 7 * DAY, now: NOW }),
      { policy: 'opening', now: NOW, custom: null },
      new FleetWeek(NOW),
    );

  it('are 0 and 0 for a store that was closed all hour', () => {
    const { hour, day } = figures(['2 09:00-12:00'], ['10:14+', '11:15-']);
    expect(hour).toEqual({ up: 0, down: 0 });
    expect(day).toEqual({ up: 2.25 * HOUR, down: 0.75 * HOUR });
  });

  it('count each stretch of downtime within an opening, and its coverage', () => {
    const { outages, longestOutage, seen } = figures(
      ['2 08:00-10:00', '2 12:00-16:00'],
      ['08:00-', '09:00+', '09:30-', '12:30-', '13:00+', '15:45-'],
    );
    expect(outages).toBe(4);
    expect(longestOutage).toBe(HOUR);
    // 13:00 + 90 minutes is 14:30; 15:45 - 90 minutes is 14:15: all of it is near a poll.
    expect(seen).toBe(6 * HOUR);
  });

  it('see a hole in the feed', () => {
    const { seen, week } = figures(['2 08:00-18:00'], ['09:00+', '17:00+']);
    expect(week.up).toBe(10 * HOUR);
    expect(seen).toBe(2.5 * HOUR + 2.5 * HOUR);
  });

  it('round half up at two decimals, once', () => {
    expect(inHours(18_000_000)).toBe(0.01);
    expect(inHours(17_999_999)).toBe(0);
    expect(inMinutes(0.005 * MINUTE)).toBe(0.01);
    expect(inMinutes(HOUR)).toBe(60);
    expect(inHours(3_618_000_000)).toBe(1.01);
    expect(inHours(7 * DAY)).toBe(168);
  });
});
