import type { FoodCategory, MealType } from './food-log';

/** What exports call categories, in lower case and without the plural's final s. */
const CATEGORY_WORDS: Readonly<Record<FoodCategory, readonly string[]>> = {
  fruit: ['berry', 'berrie'],
  vegetable: ['veg', 'veggie', 'vegetable and legume', 'legume', 'salad', 'green'],
  dairy: ['dairy product', 'milk', 'cheese', 'milk product'],
  protein: ['meat', 'poultry', 'fish', 'seafood', 'egg', 'meat and fish', 'meat & fish', 'bean', 'proteins'],
  grain: ['cereal', 'bread', 'pasta', 'rice', 'starch', 'starche', 'carb', 'grains and cereal', 'bakery'],
  beverage: ['drink', 'juice', 'coffee', 'tea', 'alcohol', 'soda'],
  snack: ['sweet', 'dessert', 'candy', 'candie', 'treat', 'nut'],
  other: [
    'misc',
    'miscellaneous',
    'unknown',
    'none',
    'fat',
    'oil',
    'condiment',
    'mixed',
    'meal',
    'fast food',
  ],
};

const MEAL_WORDS: Readonly<Record<MealType, readonly string[]>> = {
  breakfast: ['morning'],
  lunch: ['midday', 'noon'],
  dinner: ['supper', 'evening', 'evening meal'],
  snack: ['morning snack', 'afternoon snack', 'evening snack', 'other'],
};

/** The category of a word such as `Meat`, `Fruits` or `VEGETABLES`; null when it is none. */
export const categoryOf = lookup(CATEGORY_WORDS);

/** The meal of a word such as `Lunch` or `supper`; null when it is none. */
export const mealOf = lookup(MEAL_WORDS);

function lookup<Name extends string>(
  words: Readonly<Record<Name, readonly string[]>>,
): (text: string) => Name | null {
  const names = Object.keys(words) as Name[];
  const found = new Map(names.flatMap((name) => [name, ...words[name]].map((word) => [word, name] as const)));
  return (text) => {
    const word = text
      .trim()
      .toLowerCase()
      .replace(/[_\s]+/g, ' ');
    return found.get(word) ?? found.get(word.replace(/s$/, '')) ?? null;
  };
}
