import fc from 'fast-check';
import {
  bucketsOf,
  clockOf,
  DAY,
  DEFAULT_ZONE,
  driversOf,
  figuresOf,
  HOUR,
  instantText,
  openingsOf,
  outlookOf,
  type OutlookSeries,
  outlookSeries,
  POLICIES,
  stepFor,
  type StoreHistory,
  storeOutlooks,
} from './index';
import { at, hoursOf, seeded } from './test-stores';

const UTC = clockOf('UTC');
const START = at('2023-01-02 00:00:00');

interface Made {
  id?: string;
  hours?: StoreHistory['hours'];
  zone?: string | null;
  /** Hours at which it is polled. */
  polled?: (hour: number) => boolean;
  up?: (hour: number) => boolean;
}

/** A store that is polled five minutes past each hour. */
function store(length: number, { id = 'a', hours = [], zone = 'UTC', polled, up }: Made = {}): StoreHistory {
  const told = Array.from({ length }, (_, hour) => hour).filter((hour) => polled?.(hour) ?? true);
  const times = Float64Array.from(told, (hour) => START + hour * HOUR + 300_000_000);
  return {
    ...{ storeId: id, zone, hours, firstPoll: times[0] ?? 0 },
    polls: { times, up: Uint8Array.from(told, (hour) => ((up?.(hour) ?? true) ? 1 : 0)) },
  };
}

async function* batched(...stores: StoreHistory[]) {
  yield stores;
}

function seriesOf(hours: number, ...stores: StoreHistory[]): Promise<OutlookSeries> {
  const now = START + hours * HOUR;
  const buckets = bucketsOf('hour', UTC, { from: START, to: now });
  return outlookSeries(batched(...stores), { policy: 'carry', buckets, clock: UTC, now });
}

const settings = { threshold: 5, horizon: null, level: 0.8 };

describe('steps of time', () => {
  const edges = (step: 'hour' | 'day', zone: string, from: string, to: string) =>
    [...bucketsOf(step, clockOf(zone), { from: at(from), to: at(to) }).edges].map(instantText);

  it('are the whole ones only, where the wall clock has them', () => {
    expect(edges('hour', 'Asia/Kolkata', '2023-01-02 00:10:00', '2023-01-02 02:40:00')).toEqual([
      '2023-01-02 00:30:00',
      '2023-01-02 01:30:00',
      '2023-01-02 02:30:00',
    ]);
    expect(edges('day', 'America/Chicago', '2023-03-11 06:00:00', '2023-03-14 04:00:00')).toEqual([
      '2023-03-11 06:00:00',
      '2023-03-12 06:00:00',
      '2023-03-13 05:00:00',
    ]);
    expect(edges('hour', 'UTC', '2023-01-02 00:10:00', '2023-01-02 00:50:00')).toEqual([]);
  });

  it('are days as soon as there are 24 of them', () => {
    const to = (days: number) => ({ from: START, to: START + days * DAY });
    expect([stepFor(UTC, to(23)), stepFor(UTC, to(24))]).toEqual(['hour', 'day']);
  });
});

describe('the fleet through time', () => {
  it('counts as the uptime report does, whatever the hours, polls, zone and policy', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom(...POLICIES),
        fc.constantFrom('hour', 'day'),
        async (seed, policy, step) => {
          const random = seeded(seed);
          const now = START + 7 * DAY;
          const made = store(168, {
            zone: random() < 0.5 ? null : 'Asia/Kathmandu',
            hours: random() < 0.3 ? [] : hoursOf('0 09:00-17:30', '2 22:00-03:00', '5 00:00-23:59:59'),
            polled: (hour) => hour === 0 || random() < 0.6,
            up: () => random() < 0.7,
          });
          const clock = clockOf('UTC');
          const buckets = bucketsOf(step, clock, { from: START, to: now });
          const { fleet, stores } = await outlookSeries(batched(made), { policy, buckets, clock, now });
          const openings = openingsOf(made.hours, clockOf(made.zone ?? DEFAULT_ZONE), { since: START, now });
          const none = { add: () => undefined, addUnseen: () => undefined };
          const { week, seen } = figuresOf(made.polls, openings, { policy, now, custom: null }, none);
          const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
          expect(sum(fleet.up)).toBe(week.up);
          expect(sum(fleet.business)).toBe(week.up + week.down);
          expect(sum(fleet.seen)).toBe(seen);
          expect(stores[0]).toMatchObject({ up: week.up, business: week.up + week.down, seen });
          fleet.up.forEach((up, step_) => expect(up).toBeLessThanOrEqual(fleet.business[step_] ?? 0));
        },
      ),
      { seed: 5, numRuns: 80 },
    );
  });

  it('leaves out what hardly anybody saw, and closes it', async () => {
    const holed = store(168, { polled: (hour) => hour < 60 || hour >= 100 });
    const { shares, parts } = outlookOf(await seriesOf(168, holed), settings);
    expect(shares.slice(55, 60)).toEqual([1, 1, 1, 1, 1]);
    expect(shares.slice(62, 98).every((share) => share === null)).toBe(true);
    expect(parts.values[80]).toBe(1);
  });

  it('finds the hours in which it went down, and who did it', async () => {
    const down = (hour: number) => hour === 130 || hour === 131;
    const stores = Array.from({ length: 10 }, (_, no) =>
      store(168, {
        id: `store ${no}`,
        zone: no < 6 ? 'America/Denver' : 'UTC',
        up: (hour) => !(no < 5 && down(hour)) && (hour % 24 !== 3 || no !== 9),
      }),
    );
    const outlook = outlookOf(await seriesOf(168, ...stores), settings);
    expect(outlook.anomalies.map(({ at: step, direction }) => [step, direction])).toContainEqual([
      130,
      'below',
    ]);
    const drivers = outlook.drivers.get(130) ?? [];
    expect(drivers.filter(({ dimension }) => dimension === 'store').map(({ member }) => member)).toEqual(
      [0, 1, 2, 3, 4].map((no) => `store ${no}`),
    );
    expect(drivers[0]).toMatchObject({ dimension: 'zone', member: 'America/Denver', share: 1 });
    expect(drivers[1]?.delta).toBeCloseTo((55 / 60) * HOUR, -3);
  });

  it('names no one for an hour that has nothing to be compared with', () => {
    const anomaly = { at: 1, value: 0, expected: 1, score: -9, direction: 'below' } as const;
    expect(driversOf(anomaly, [], 24, [true, true, true])).toEqual([]);
  });

  it('forecasts no further than a third of what was', async () => {
    const { forecast } = outlookOf(await seriesOf(30, store(30)), settings);
    expect(forecast?.points).toHaveLength(10);
    const short = outlookOf(await seriesOf(2, store(2)), settings);
    expect(short).toMatchObject({ forecast: null, trend: null, anomalies: [] });
  });

  it('expects nothing when no hour was seen well enough', async () => {
    const scarce = await seriesOf(72, store(72, { polled: (hour) => hour === 3, hours: [] }));
    scarce.fleet.seen.fill(0);
    const outlook = outlookOf(scarce, { threshold: 5, horizon: null, level: 0.8 });
    expect(outlook.shares.every((share) => share === null)).toBe(true);
    expect(outlook).toMatchObject({ expected: [], anomalies: [], trend: null, forecast: null });
  });

  it('may have no store at all', async () => {
    expect(outlookOf(await seriesOf(48), settings)).toMatchObject({
      stores: [],
      forecast: null,
      anomalies: [],
    });
  });
});

describe('a store through its days', () => {
  const days = 14;
  const told = async (made: Made) => {
    const others = Array.from({ length: 9 }, (_, no) => store(days * 24, { id: `z${no}` }));
    const series = await seriesOf(days * 24, store(days * 24, made), ...others);
    return storeOutlooks(series.stores)[0];
  };

  it('drops on its last day, or comes back', async () => {
    expect(await told({ up: (hour) => hour < 13 * 24 })).toMatchObject({
      ...{ verdict: 'dropped', usual: 1, known: 14, coverage: 1 },
    });
    expect(await told({ up: (hour) => hour >= 13 * 24 })).toMatchObject({ verdict: 'recovered', usual: 0 });
  });

  it('falls day by day', async () => {
    const outlook = await told({ up: (hour) => hour % 24 >= hour / 24 });
    expect(outlook?.verdict).toBe('falling');
    expect(outlook?.trend).toBeLessThan(-0.2);
    expect(outlook?.trend).toBeGreaterThan(-0.4);
  });

  it('is steady, with a forecast that is right', async () => {
    expect(await told({})).toMatchObject({ verdict: 'steady', expected: 1, error: 0, trend: null, score: 0 });
  });

  it('is judged on what was seen alone', async () => {
    const unseen = await told({ polled: (hour) => hour < 13 * 24, up: (hour) => hour < 13 * 24 - 1 });
    expect(unseen).toMatchObject({ lastDay: null, score: null, known: 13 });
    expect(await told({ polled: (hour) => hour < 40 })).toMatchObject({ verdict: 'too short', usual: null });
  });

  it('says nothing of a store that never opened', async () => {
    const closed = { hours: hoursOf('0 09:00-09:01'), zone: 'UTC', polled: (hour: number) => hour < 2 };
    const series = await seriesOf(24 * 2, store(48, { ...closed, hours: hoursOf('6 09:00-09:01') }));
    expect(storeOutlooks(series.stores)[0]).toMatchObject({
      uptime: null,
      coverage: null,
      verdict: 'too short',
    });
  });
});
