import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Writes and, when the sink is full, waits until it has drained.
 * @returns nothing when the sink has room, so that hot loops need not await; otherwise a promise
 * @throws (rejects with) the sink's error when it fails or closes while waiting
 */
export function put(sink: Writable, chunk: Uint8Array | string): Promise<void> | undefined {
  if (sink.write(chunk)) return undefined;
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown): void => {
      sink.off('drain', settle).off('error', settle).off('close', closed);
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the sink failed', { cause: error }));
    };
    const closed = (): void => settle(sink.errored ?? new Error('the sink was closed before the last byte'));
    if (sink.destroyed) closed();
    else sink.on('drain', settle).on('error', settle).on('close', closed);
  });
}

/** Ends the sink; resolves when it has taken the last byte. @throws the sink's error */
export async function finish(sink: Writable): Promise<void> {
  sink.end();
  await finished(sink, { readable: false });
}
