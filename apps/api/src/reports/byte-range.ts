import { DomainError } from '@pressroom/kernel';

export interface Span {
  start: number;
  end: number;
}

const SINGLE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The one byte range that a request asks for (RFC 9110, 14.2), both ends included. Null: the whole file, which is also
 * the answer to several ranges and to what is no range at all.
 * @throws DomainError `range` when it lies outside the file
 */
export function spanOf(header: string | undefined, size: number): Span | null {
  if (header === undefined) return null;
  const [, first = '', last = ''] = SINGLE.exec(header.trim()) ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return suffix(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) throw outside(size);
  return { start, end };
}

function suffix(length: number, size: number): Span {
  if (length === 0 || size === 0) throw outside(size);
  return { start: Math.max(0, size - length), end: size - 1 };
}

function outside(size: number): DomainError {
  return new DomainError('range', 'range_not_satisfiable', {
    detail: `the file has ${size} bytes`,
    headers: { 'content-range': `bytes */${size}` },
  });
}
