import type { Nutrient } from './food-log';

export type Sex = 'female' | 'male';

/** Values for ages 19–30, 31–50, 51–70 and over 70. */
type ByAge = readonly [number, number, number, number];

const all = (value: number): ByAge => [value, value, value, value];

interface DriRow {
  name: string;
  unit: string;
  /** RDA: meets the need of nearly all; AI: adequate intake where no RDA is known. */
  kind: 'RDA' | 'AI';
  male: ByAge;
  female: ByAge;
  upper?: { kind: 'UL' | 'CDRR'; values: ByAge; note?: string };
  /** The field of a food log that carries it; without one it can't be judged here. */
  nutrient?: Nutrient;
}

const ul = (values: ByAge, note?: string): NonNullable<DriRow['upper']> => ({
  kind: 'UL',
  values,
  ...(note !== undefined && { note }),
});

/** Dietary Reference Intakes for adults, per day: National Academies of Sciences, Engineering, and Medicine (NASEM). */
export const DRI_TABLE: readonly DriRow[] = [
  {
    name: 'Fibre',
    unit: 'g',
    kind: 'AI',
    male: [38, 38, 30, 30],
    female: [25, 25, 21, 21],
    nutrient: 'fibreG',
  },
  {
    name: 'Sodium',
    unit: 'mg',
    kind: 'AI',
    male: all(1500),
    female: all(1500),
    upper: { kind: 'CDRR', values: all(2300) },
    nutrient: 'sodiumMg',
  },
  {
    name: 'Calcium',
    unit: 'mg',
    kind: 'RDA',
    male: [1000, 1000, 1000, 1200],
    female: [1000, 1000, 1200, 1200],
    upper: ul([2500, 2500, 2000, 2000]),
  },
  { name: 'Iron', unit: 'mg', kind: 'RDA', male: all(8), female: [18, 18, 8, 8], upper: ul(all(45)) },
  {
    name: 'Magnesium',
    unit: 'mg',
    kind: 'RDA',
    male: [400, 420, 420, 420],
    female: [310, 320, 320, 320],
    upper: ul(all(350), 'from supplements only'),
  },
  { name: 'Potassium', unit: 'mg', kind: 'AI', male: all(3400), female: all(2600) },
  { name: 'Zinc', unit: 'mg', kind: 'RDA', male: all(11), female: all(8), upper: ul(all(40)) },
  {
    name: 'Phosphorus',
    unit: 'mg',
    kind: 'RDA',
    male: all(700),
    female: all(700),
    upper: ul([4000, 4000, 4000, 3000]),
  },
  { name: 'Selenium', unit: 'µg', kind: 'RDA', male: all(55), female: all(55), upper: ul(all(400)) },
  { name: 'Copper', unit: 'µg', kind: 'RDA', male: all(900), female: all(900), upper: ul(all(10_000)) },
  { name: 'Iodine', unit: 'µg', kind: 'RDA', male: all(150), female: all(150), upper: ul(all(1100)) },
  {
    name: 'Vitamin A',
    unit: 'µg RAE',
    kind: 'RDA',
    male: all(900),
    female: all(700),
    upper: ul(all(3000), 'preformed'),
  },
  { name: 'Vitamin C', unit: 'mg', kind: 'RDA', male: all(90), female: all(75), upper: ul(all(2000)) },
  {
    name: 'Vitamin D',
    unit: 'µg',
    kind: 'RDA',
    male: [15, 15, 15, 20],
    female: [15, 15, 15, 20],
    upper: ul(all(100)),
  },
  {
    name: 'Vitamin E',
    unit: 'mg',
    kind: 'RDA',
    male: all(15),
    female: all(15),
    upper: ul(all(1000), 'from supplements only'),
  },
  { name: 'Vitamin K', unit: 'µg', kind: 'AI', male: all(120), female: all(90) },
  { name: 'Thiamin', unit: 'mg', kind: 'RDA', male: all(1.2), female: all(1.1) },
  { name: 'Riboflavin', unit: 'mg', kind: 'RDA', male: all(1.3), female: all(1.1) },
  {
    name: 'Niacin',
    unit: 'mg NE',
    kind: 'RDA',
    male: all(16),
    female: all(14),
    upper: ul(all(35), 'added'),
  },
  {
    name: 'Vitamin B6',
    unit: 'mg',
    kind: 'RDA',
    male: [1.3, 1.3, 1.7, 1.7],
    female: [1.3, 1.3, 1.5, 1.5],
    upper: ul(all(100)),
  },
  {
    name: 'Folate',
    unit: 'µg DFE',
    kind: 'RDA',
    male: all(400),
    female: all(400),
    upper: ul(all(1000), 'synthetic'),
  },
  { name: 'Vitamin B12', unit: 'µg', kind: 'RDA', male: all(2.4), female: all(2.4) },
];

/** A nutrient's reference values for one person. */
export interface Dri {
  name: string;
  unit: string;
  kind: 'RDA' | 'AI';
  target: number;
  upper: { kind: 'UL' | 'CDRR'; value: number; note: string | null } | null;
  nutrient: Nutrient | null;
}

/** The table for one person. @param age whole years, 19 or more */
export function driFor(sex: Sex, age: number): Dri[] {
  const group = age <= 30 ? 0 : age <= 50 ? 1 : age <= 70 ? 2 : 3;
  return DRI_TABLE.map(({ name, unit, kind, upper, nutrient, ...values }) => ({
    name,
    unit,
    kind,
    target: values[sex][group],
    upper:
      upper === undefined ? null : { kind: upper.kind, value: upper.values[group], note: upper.note ?? null },
    nutrient: nutrient ?? null,
  }));
}
