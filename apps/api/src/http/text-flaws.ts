import { type Flaw, textFault } from '@pressroom/kernel';

/**
 * Texts within a JSON value, names of fields too, that can not be stored.
 * @param pointer JSON Pointer of the value
 */
export function textFlaws(value: unknown, pointer: string): Flaw[] {
  if (typeof value === 'string') return flawsIn(value, pointer);
  if (Array.isArray(value)) return value.flatMap((each, at) => textFlaws(each, `${pointer}/${at}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return [...flawsIn(name, place), ...textFlaws(each, place)];
  });
}

function flawsIn(text: string, pointer: string): Flaw[] {
  const detail = textFault(text);
  return detail === null ? [] : [{ pointer, detail }];
}
