import { display } from '@pressroom/document';
import { daysIn, isNear, type IntakeAnalysis } from '@pressroom/nutrition';
import { counted, INTEGER, SHARE } from '../columns';
import { targetOf, type IntakeFrame } from './frame';

function energySentence(frame: IntakeFrame): string {
  const { means, complete } = frame.analysis;
  if (means.kcal === null) return 'No day is complete enough to say what was eaten on average.';
  const head = `On ${counted(complete.length, 'complete day')} the average is ${display(means.kcal, INTEGER)} kcal`;
  const target = targetOf(frame, 'kcal');
  if (target === null) return `${head}.`;
  const difference = means.kcal - target.value;
  const side = isNear(means.kcal, target.value) ? 'within a tenth of' : difference > 0 ? 'above' : 'below';
  return `${head}, ${side} the target of ${display(target.value, INTEGER)} kcal.`;
}

function trendSentence({ trends }: IntakeAnalysis): string {
  const trend = trends.kcal;
  if (trend === null) return 'There are too few complete days for a trend.';
  if (trend.direction === 'flat') return 'Energy is flat: no trend stands out from the daily ups and downs.';
  return `Energy is ${trend.direction} by about ${display(Math.abs(trend.slope), INTEGER)} kcal a week.`;
}

/** The period in three plain sentences. */
export function sentencesOf(frame: IntakeFrame): [string, string, string] {
  const { analysis, data } = frame;
  const days = daysIn(data.filter);
  const reach = analysis.coverage.kcal;
  const carried = reach === null ? '' : `; ${display(reach, SHARE)} of the entries carry energy`;
  return [
    `${counted(analysis.entries, 'entry', 'entries')} on ${analysis.logged.length} of ${counted(days, 'day')}${carried}.`,
    energySentence(frame),
    trendSentence(analysis),
  ];
}

/** Share of complete days within a tenth of the energy target; null without a target or a complete day. */
export function adherenceOf(frame: IntakeFrame): number | null {
  const target = targetOf(frame, 'kcal');
  const { complete } = frame.analysis;
  if (target === null || complete.length === 0) return null;
  return complete.filter(({ amounts }) => isNear(amounts.kcal ?? 0, target.value)).length / complete.length;
}
