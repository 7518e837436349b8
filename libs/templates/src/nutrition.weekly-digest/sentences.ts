import { display } from '@pressroom/document';
import { ratio, type FoodFigures, type NutrientSum, type PeriodFigures } from '@pressroom/nutrition';
import { counted, INTEGER, SHARE } from '../columns';

/** Below this share of entries with energy, an average says little. */
const ENOUGH = 0.5;

function loggingSentence(current: PeriodFigures, previous: PeriodFigures): string {
  const difference = current.days - previous.days;
  const against =
    difference === 0
      ? 'as many as the week before'
      : `${Math.abs(difference)} ${difference > 0 ? 'more' : 'fewer'} than the week before`;
  return `${counted(current.entries, 'entry', 'entries')} on ${current.days} of 7 days, ${against}.`;
}

function energySentence(current: PeriodFigures, target: number | null): string {
  const energy = current.nutrients.find(({ nutrient }) => nutrient === 'kcal');
  const mean = energy === undefined ? null : ratio(energy.sum, energy.days);
  if (energy === undefined || mean === null) return 'No entry carries energy, so intake cannot be judged.';
  const said = `${display(mean, INTEGER)} kcal a day on ${counted(energy.days, 'day')} with known energy`;
  const share = ratio(energy.entries, current.entries) ?? 0;
  if (share < ENOUGH)
    return `Only ${display(share, SHARE)} of the entries carry energy; what they carry is ${said}.`;
  if (target === null) return `The average is ${said}.`;
  const difference = mean - target;
  const side = Math.round(difference) === 0 ? 'exactly' : difference > 0 ? 'above' : 'below';
  return side === 'exactly'
    ? `The average is ${said}, just the goal.`
    : `The average is ${said}, ${display(Math.abs(difference), INTEGER)} kcal ${side} the goal of ${display(target, INTEGER)}.`;
}

function foodSentence(top: readonly FoodFigures[], current: PeriodFigures): string {
  const [first] = top;
  if (first === undefined) return 'Nothing was logged.';
  return `Logged most: ${first.food} (${counted(first.entries, 'time')}), out of ${counted(current.uniqueFoods, 'different food')}.`;
}

/** The week in three plain sentences. @param target kcal a day */
export function sentencesOf(
  { current, previous }: { current: PeriodFigures; previous: PeriodFigures },
  top: readonly FoodFigures[],
  target: number | null,
): [string, string, string] {
  if (current.entries === 0) {
    const before = previous.entries === 0 ? 'none' : counted(previous.entries, 'entry', 'entries');
    return [
      'No entries this week.',
      `The week before had ${before}.`,
      'A note as short as “apple” already counts as an entry.',
    ];
  }
  return [loggingSentence(current, previous), energySentence(current, target), foodSentence(top, current)];
}

/** Mean a day over the days that carry the nutrient. */
export function perDay(sum: NutrientSum | undefined): number | null {
  return sum === undefined ? null : ratio(sum.sum, sum.days);
}
