import { DomainError } from '@pressroom/kernel';
import type { ByteRange } from '../artefact-store';

/** @throws DomainError `range` unless 0 ≤ start ≤ end < bytes */
export function checkRange({ start, end }: ByteRange, bytes: number): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (whole && start >= 0 && start <= end && end < bytes) return;
  throw new DomainError('range', 'range_not_satisfiable', {
    detail: 'the range is outside the file',
    headers: { 'content-range': `bytes */${bytes}` },
  });
}
