import { type Refusal, refuse } from '@pressroom/imports';

/** Characters that a store's id may have. It is opaque: never a number. */
export const LONGEST_STORE_ID = 100;

/** The id, trimmed. */
export function storeIdOf(value: string): string | Refusal {
  const id = value.trim();
  if (id === '') return refuse('store_id', 'is empty');
  return id.length > LONGEST_STORE_ID
    ? refuse('store_id', `has more than ${LONGEST_STORE_ID} characters`)
    : id;
}
