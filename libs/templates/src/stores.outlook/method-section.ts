import type { Section } from '@pressroom/document';
import { POLICY_WORDS } from '../stores.uptime/method-section';
import type { OutlookData } from './data';

const DEFINITIONS = [
  'Uptime is the share of business time that the uptime report would count as up. Only whole hours or days between the first poll and now are looked at: what is cut is the most common false alarm.',
  'A step of whose business time less than half lies within 90 minutes of a poll counts as not observed. It is closed from its neighbours and the season, marked, and never judged, nor counted in an error.',
  'Season and level: robust STL (Cleveland, Cleveland, McRae and Terpenning 1990) with a season that stays the same, taken only when there are two seasons and ten steps more and the autocorrelation shows it; otherwise the median of all.',
  'Anomalies: remainders further from their median than the threshold times 1.4826 times their median absolute deviation, and by one point at least.',
  'Trend: Theil–Sen slope of what is left without the season, tested by Mann–Kendall, whose variance is widened for the memory of neighbouring steps (Hamed and Rao 1998). It is told when chance explains it in less than one of twenty cases and it moved uptime by one point.',
  'Forecast: three methods are made to forecast what is known by now, from up to twelve starts and without a look ahead; the smallest error, scaled by the change from season to season (Hyndman and Koehler 2006), wins, and repeating the last season wins unless another beats it. The band is made of those errors (split conformal prediction); what it held is measured with the start left out. The winner was picked by the same errors, which flatters them a little.',
  'Stores: the last whole day against the median of the days before, in robust standard deviations of at least two points; dropped and recovered are beyond five. Trends are told at a false discovery rate of 5 % over all stores (Benjamini and Hochberg 1995) from five points on. Far below: under the lower fence of Tukey among all stores. The next day is the median of the same weekday of four weeks, else of the last seven known days; off by is the mean error of such guesses.',
];

/** What the figures mean and how they were made. */
export function methodSection({ policy }: OutlookData): Section {
  return {
    key: 'method',
    title: 'Method',
    blocks: [POLICY_WORDS[policy], ...DEFINITIONS].map((text, at) => ({
      kind: 'paragraph',
      tone: at === 0 ? 'normal' : 'note',
      text,
    })),
  };
}
