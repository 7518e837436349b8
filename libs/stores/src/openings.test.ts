import { neverCloses } from './business-hours';
import { openingsOf } from './openings';
import { at, hoursOf } from './test-stores';
import { clockOf, DAY } from './zone-clock';

/** Openings of the week before now as text in UTC, those since the week began. */
function openings(words: string[], zone: string, now: string): string[] {
  const end = at(now);
  const spans = openingsOf(hoursOf(...words), clockOf(zone), { since: end - 7 * DAY, now: end });
  const text = (time: number): string =>
    Number.isFinite(time)
      ? new Date(time / 1000).toISOString().slice(5, 19).replace('T', ' ').replace(/:00$/, '')
      : 'always';
  return Array.from(
    { length: spans.length / 2 },
    (_, n) => `${text(spans[2 * n] ?? 0)}/${text(spans[2 * n + 1] ?? 0)}`,
  );
}

// 2023-01-25 is a Wednesday (2).
const NOW = '2023-01-25 18:00:00';
const everyDay = (window: string): string[] => [0, 1, 2, 3, 4, 5, 6].map((day) => `${day} ${window}`);

describe('openings', () => {
  it.each([
    ['one window', ['2 09:00-12:00'], 'UTC', ['01-25 09:00/01-25 12:00']],
    [
      'an opening under way at the beginning of the week is whole',
      ['2 09:00-18:30'],
      'UTC',
      ['01-18 09:00/01-18 18:30', '01-25 09:00/01-25 18:00'],
    ],
    ['one that ended before the week is left out', ['2 09:00-17:59'], 'UTC', ['01-25 09:00/01-25 17:59']],
    [
      'several windows of a day',
      ['2 13:00-14:00', '2 08:00-09:00', '2 10:00-11:00', '2 16:00-17:00'],
      'UTC',
      [
        '01-25 08:00/01-25 09:00',
        '01-25 10:00/01-25 11:00',
        '01-25 13:00/01-25 14:00',
        '01-25 16:00/01-25 17:00',
      ],
    ],
    [
      'overlapping windows merge',
      ['2 08:00-11:00', '2 10:00-12:00', '2 09:00-09:30'],
      'UTC',
      ['01-25 08:00/01-25 12:00'],
    ],
    ['touching windows merge', ['2 08:00-10:00', '2 10:00-12:00'], 'UTC', ['01-25 08:00/01-25 12:00']],
    [
      '23:59:59 means midnight: halves split there join',
      ['1 20:00-23:59:59', '2 00:00-02:00'],
      'UTC',
      ['01-24 20:00/01-25 02:00'],
    ],
    [
      '23:59:00 is literal',
      ['1 20:00-23:59', '2 00:00-02:00'],
      'UTC',
      ['01-24 20:00/01-24 23:59', '01-25 00:00/01-25 02:00'],
    ],
    ['24:00 is midnight too', ['1 20:00-24:00', '2 00:00-02:00'], 'UTC', ['01-24 20:00/01-25 02:00']],
    ['overnight', ['1 22:00-03:00'], 'UTC', ['01-24 22:00/01-25 03:00']],
    ['overnight from Sunday into Monday', ['6 22:00-03:00'], 'UTC', ['01-22 22:00/01-23 03:00']],
    ['equal ends are 24 hours', ['1 10:00-10:00'], 'UTC', ['01-24 10:00/01-25 10:00']],
    [
      'equal ends at the last second reach midnight of the next day',
      ['0 23:59:59-23:59:59'],
      'UTC',
      ['01-23 23:59:59/01-25 00:00'],
    ],
    ['an end of 00:00 is the next midnight', ['1 20:00-00:00'], 'UTC', ['01-24 20:00/01-25 00:00']],
    [
      'weekdays without a window are closed',
      ['5 09:00-10:00', '6 09:00-10:00'],
      'UTC',
      ['01-21 09:00/01-21 10:00', '01-22 09:00/01-22 10:00'],
    ],
    [
      'an opening is cut at now',
      ['2 17:00-20:00'],
      'UTC',
      ['01-18 17:00/01-18 20:00', '01-25 17:00/01-25 18:00'],
    ],
    [
      'one that begins now or later is not there yet',
      ['2 18:00-20:00', '2 21:00-22:00'],
      'UTC',
      ['01-18 18:00/01-18 20:00', '01-18 21:00/01-18 22:00'],
    ],
    ['no hours: always open', [], 'UTC', ['always/01-25 18:00']],
    ['24 hours on every day: always open', everyDay('00:00-00:00'), 'UTC', ['always/01-25 18:00']],
    [
      'to the last second on every day: always open',
      everyDay('00:00-23:59:59'),
      'Asia/Kolkata',
      ['always/01-25 18:00'],
    ],
    [
      '24 hours of six days',
      everyDay('00:00-23:59:59').slice(0, 6),
      'UTC',
      ['01-16 00:00/01-22 00:00', '01-23 00:00/01-25 18:00'],
    ],
    ['local dates of a zone behind', ['1 21:00-23:00'], 'America/Los_Angeles', ['01-25 05:00/01-25 07:00']],
    ['a zone of half hours', ['2 09:00-12:00'], 'Asia/Kolkata', ['01-25 03:30/01-25 06:30']],
    ['a zone of quarter hours', ['2 09:00-12:00'], 'Asia/Kathmandu', ['01-25 03:15/01-25 06:15']],
    ['a zone fourteen hours ahead', ['3 00:30-01:30'], 'Pacific/Kiritimati', ['01-25 10:30/01-25 11:30']],
  ])('%s', (_, words, zone, expected) => {
    expect(openings(words, zone, NOW)).toEqual(expected);
  });

  // Chicago: 2023-03-12 (Sunday, 6) 02:00 → 03:00, and 2023-11-05 (Sunday) 02:00 → 01:00.
  it.each([
    [
      'spring: the day is an hour shorter',
      ['6 00:00-23:59:59'],
      '03-12 06:00/03-13 05:00',
      '2023-03-13 12:00:00',
    ],
    [
      'spring: a beginning that does not exist is shifted by the jump',
      ['6 02:30-05:00'],
      '03-12 08:30/03-12 10:00',
      '2023-03-13 12:00:00',
    ],
    [
      'spring: an end that does not exist is shifted by the jump',
      ['6 01:00-02:30'],
      '03-12 07:00/03-12 08:30',
      '2023-03-13 12:00:00',
    ],
    ['spring: a window across it', ['6 01:00-04:00'], '03-12 07:00/03-12 09:00', '2023-03-13 12:00:00'],
    [
      'autumn: the day is an hour longer',
      ['6 00:00-23:59:59'],
      '11-05 05:00/11-06 06:00',
      '2023-11-06 12:00:00',
    ],
    [
      'autumn: a beginning that comes twice is the first',
      ['6 01:30-05:00'],
      '11-05 06:30/11-05 11:00',
      '2023-11-06 12:00:00',
    ],
    [
      'autumn: an end that comes twice is the first',
      ['6 00:00-01:30'],
      '11-05 05:00/11-05 06:30',
      '2023-11-06 12:00:00',
    ],
    ['autumn: overnight across it', ['5 22:00-03:00'], '11-05 03:00/11-05 09:00', '2023-11-06 12:00:00'],
  ])('%s', (_, words, expected, now) => {
    expect(openings(words, 'America/Chicago', now)).toEqual([expected]);
  });

  it('moves by half an hour where the clocks do', () => {
    // Lord Howe, 2023-10-01 (Sunday): 02:00 at +10:30 becomes 02:30 at +11.
    expect(openings(['6 02:15-04:00'], 'Australia/Lord_Howe', '2023-10-02 12:00:00')).toEqual([
      '09-30 15:45/09-30 17:00',
    ]);
  });

  it('opens nothing when a window lies within the jump', () => {
    // Chicago: 02:30 is shifted to 03:30, which is after 03:00.
    expect(openings(['6 02:30-03:00'], 'America/Chicago', '2023-03-13 12:00:00')).toEqual([]);
  });

  it('knows a day that a zone left out', () => {
    // Samoa had no 2011-12-30 (Friday, 4).
    const [first] = openings(['4 09:00-12:00'], 'Pacific/Apia', '2012-01-02 12:00:00');
    expect(first).toBe('12-30 19:00/12-30 22:00');
  });

  it('tells a week without a gap from one with a second of it', () => {
    expect(neverCloses(hoursOf(...everyDay('06:00-06:00')))).toBe(true);
    expect(neverCloses(hoursOf('0 00:00-12:00', '0 11:00-00:00', ...everyDay('00:00-24:00').slice(1)))).toBe(
      true,
    );
    expect(neverCloses(hoursOf('0 00:00:01-24:00', ...everyDay('00:00-24:00').slice(1)))).toBe(false);
    expect(neverCloses([])).toBe(false);
  });
});
