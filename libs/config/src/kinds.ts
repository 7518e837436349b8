import { z } from 'zod';

/** Kinds of variables. Every message is the end of a sentence that begins with the variable's name and holds no value. */

/** A whole number with bounds and a default. */
export function whole(from: number, to: number, fallback: number) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, `must be a whole number from ${from} to ${to}`)
    .default(fallback);
}

const SWITCH: Readonly<Record<string, boolean>> = {
  on: true,
  true: true,
  '1': true,
  yes: true,
  off: false,
  false: false,
  '0': false,
  no: false,
};

/** `on` or `off` (also true/false, 1/0, yes/no). */
export function onOff(fallback: boolean) {
  return z
    .string()
    .transform((text) => text.toLowerCase())
    .refine((text) => text in SWITCH, 'must be on or off')
    .transform((text) => SWITCH[text] === true)
    .default(fallback);
}

/** An address with one of the given protocols (written with the colon). */
export function address(protocols: readonly string[]) {
  const words = `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`;
  return z.string(words).refine((text) => {
    try {
      return protocols.includes(new URL(text).protocol);
    } catch {
      return false;
    }
  }, words);
}

/** Texts between commas; spaces around them don't count. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Whole seconds between commas, such as `2,10,30`. */
export function secondsList(fallback: readonly number[]) {
  return list
    .refine((parts) => parts.every((part) => /^\d{1,5}$/.test(part)), 'must be whole seconds between commas')
    .transform((parts): readonly number[] => parts.map(Number))
    .default(fallback);
}
