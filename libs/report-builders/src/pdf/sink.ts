import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';

/** Writes chunks, waiting for `drain` whenever the sink is full. @throws the sink's error */
export async function send(sink: Writable, chunks: readonly Uint8Array[]): Promise<void> {
  for (const chunk of chunks) {
    if (sink.errored) throw sink.errored;
    if (!sink.write(chunk)) await once(sink, 'drain');
  }
}

/** Ends the sink and waits until it has taken the last byte. */
export async function close(sink: Writable): Promise<void> {
  const done = finished(sink, { readable: false });
  sink.end();
  await done;
}
