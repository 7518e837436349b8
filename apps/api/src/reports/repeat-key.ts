import { invalid } from '@pressroom/kernel';

const KEY = /^[\x21-\x7e]{1,255}$/;

/** @throws DomainError `invalid` for a key that is empty, too long or not printable ASCII */
export function repeatKeyOf(header: string | undefined): string | undefined {
  if (header === undefined || KEY.test(header)) return header;
  throw invalid([
    {
      pointer: 'header:Idempotency-Key',
      detail: 'must be 1 to 255 printable ASCII characters without spaces',
    },
  ]);
}
