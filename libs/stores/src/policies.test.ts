import { openingsOf } from './openings';
import { account, type Policy } from './policies';
import { inHours } from './rounding';
import { at, hoursOf, pollsOf } from './test-stores';
import { clockOf, DAY } from './zone-clock';

const TODAY = '2023-01-25';

/** Hours up and down of the day's part of the week before now, in UTC. */
function hoursBy(
  policy: Policy,
  windows: string[],
  words: string[],
  now = `${TODAY} 18:00:00`,
): [number, number] {
  const end = at(now);
  const openings = openingsOf(hoursOf(...windows), clockOf('UTC'), { since: end - DAY, now: end });
  const sums = { up: 0, down: 0 };
  account(policy, pollsOf(TODAY, ...words), openings, end - DAY, (from, to, up) => {
    sums[up ? 'up' : 'down'] += to - from;
  });
  return [inHours(sums.up), inHours(sums.down)];
}

const NINE_TO_TWELVE = ['2 09:00-12:00'];

describe('the policy opening', () => {
  it.each([
    [
      'the first holds back, each holds on, the last to closing',
      NINE_TO_TWELVE,
      ['10:14+', '11:15-'],
      [2.25, 0.75],
    ],
    ['one poll speaks for all of it', NINE_TO_TWELVE, ['11:59-'], [0, 3]],
    ['a poll at the beginning counts', NINE_TO_TWELVE, ['09:00-', '10:00+'], [2, 1]],
    ['a poll at the end speaks for an opening without another', NINE_TO_TWELVE, ['08:59-', '12:00+'], [3, 0]],
    ['a poll just after the end does not', NINE_TO_TWELVE, ['08:59-', '12:00:01+'], [0, 3]],
    ['none inside: the last before', NINE_TO_TWELVE, ['08:00+', '08:30-', '13:00+'], [0, 3]],
    ['none inside nor before: the first after', NINE_TO_TWELVE, ['13:00+', '14:00-'], [3, 0]],
    [
      'a poll of the opening before does not hold into the next',
      ['2 08:00-09:00', '2 10:00-12:00'],
      ['08:30-', '11:00+'],
      [2, 1],
    ],
    ['but speaks for one without a poll', ['2 08:00-09:00', '2 10:00-12:00'], ['08:30-'], [0, 3]],
    ['no hours: the poll before the window holds', [], ['2023-01-20 10:00:00-', '12:00+'], [6, 18]],
    ['no hours and nothing before: the first holds back', [], ['12:00-', '15:00+'], [3, 21]],
    ['now cuts an opening and is in it', ['2 17:00-20:00'], ['18:00-'], [0, 1]],
    [
      'polls after closing say nothing of an opening that has its own',
      NINE_TO_TWELVE,
      ['09:30+', '13:00-'],
      [3, 0],
    ],
  ])('%s', (_, windows, words, expected) => {
    expect(hoursBy('opening', windows, words)).toEqual(expected);
  });
});

describe('the policy carry', () => {
  it.each([
    ['holds across closed time', ['2 08:00-09:00', '2 10:00-12:00'], ['08:30-', '11:00+'], [1, 2]],
    ['takes polls while closed', NINE_TO_TWELVE, ['08:00+', '08:30-', '10:00+'], [2, 1]],
    ['holds the first back', NINE_TO_TWELVE, ['10:00-', '11:00+'], [1, 2]],
    ['a poll at the beginning counts from there', NINE_TO_TWELVE, ['08:00+', '09:00-'], [0, 3]],
    ['holds a poll from before the window', [], ['2023-01-20 10:00:00-', '12:00+'], [6, 18]],
  ])('%s', (_, windows, words, expected) => {
    expect(hoursBy('carry', windows, words)).toEqual(expected);
  });
});

describe('the policy nearest', () => {
  it.each([
    ['changes halfway', NINE_TO_TWELVE, ['10:00+', '11:00-'], [1.5, 1.5]],
    ['reaches over closed time', NINE_TO_TWELVE, ['08:00-', '11:00+', '13:00-'], [2.5, 0.5]],
    ['one poll is the nearest to everything', NINE_TO_TWELVE, ['15:00-'], [0, 3]],
  ])('%s', (_, windows, words, expected) => {
    expect(hoursBy('nearest', windows, words)).toEqual(expected);
  });
});
