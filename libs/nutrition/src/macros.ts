import type { NutrientAmounts } from './intake-figures';

/** The three that carry energy: kcal a gram (Atwater), and the acceptable share of energy (AMDR, NASEM, adults). */
export const MACROS = [
  { nutrient: 'proteinG', kcalPerGram: 4, low: 0.1, high: 0.35 },
  { nutrient: 'carbsG', kcalPerGram: 4, low: 0.45, high: 0.65 },
  { nutrient: 'fatG', kcalPerGram: 9, low: 0.2, high: 0.35 },
] as const;

export type Macro = (typeof MACROS)[number]['nutrient'];

/** Each macro's share of the energy of all three (0 to 1); null unless all three are known and not all zero. */
export function energyShares(amounts: Pick<NutrientAmounts, Macro>): Record<Macro, number> | null {
  const { proteinG, carbsG, fatG } = amounts;
  if (proteinG === null || carbsG === null || fatG === null) return null;
  const total = proteinG * 4 + carbsG * 4 + fatG * 9;
  if (total === 0) return null;
  return { proteinG: (proteinG * 4) / total, carbsG: (carbsG * 4) / total, fatG: (fatG * 9) / total };
}

/** Within ±10 % of a target. */
export function isNear(value: number, target: number): boolean {
  return value >= target * 0.9 && value <= target * 1.1;
}

export interface Ranked<Item> {
  item: Item;
  share: number | null;
  /** Share of this item and all before it (Pareto). */
  cumulative: number | null;
}

/** Shares of a whole in the given order, and their running sum. @param whole may exceed the sum of the parts */
export function withShares<Item>(
  items: readonly Item[],
  part: (item: Item) => number,
  whole: number,
): Ranked<Item>[] {
  let sum = 0;
  return items.map((item) => {
    sum += part(item);
    return whole === 0
      ? { item, share: null, cumulative: null }
      : { item, share: part(item) / whole, cumulative: sum / whole };
  });
}
