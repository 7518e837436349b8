import type { ArtefactView } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';
import type { FastifyReply } from 'fastify';
import { text } from 'node:stream/consumers';
import { isKnown } from '../http';
import { openArtefact } from '../reports/open-artefact';

const IDLE_MS = 30_000;
/** The page names the digest of its style within its first bytes. */
const HEAD_BYTES = 2048;
const STYLE = /style-src ('sha256-[A-Za-z0-9+/]{43}=')/;

/** Sends a stored file under the headers given; 304 when the client has it. */
export async function sendArtefact(
  reply: FastifyReply,
  store: ArtefactStore,
  artefact: ArtefactView,
  { known, headers }: { known: string | undefined; headers: Record<string, string> },
): Promise<void> {
  const etag = `"${artefact.sha256}"`;
  void reply.headers({ etag, 'cache-control': 'private, no-cache', 'x-robots-tag': 'noindex' });
  if (isKnown(known, etag)) {
    await reply.status(304).send();
    return;
  }
  const { stream } = await openArtefact(store, artefact);
  // A client that takes nothing for this long is cut off, and the file closed with the connection.
  reply.raw.setTimeout(IDLE_MS, () => reply.raw.destroy());
  await reply
    .status(200)
    .headers({
      ...headers,
      'content-length': String(artefact.bytes),
      'x-content-type-options': 'nosniff',
      'repr-digest': `sha-256=:${Buffer.from(artefact.sha256, 'hex').toString('base64')}:`,
    })
    .send(stream);
}

/**
 * The strictest policy a page can live under: no script, nothing from elsewhere, its own style alone. The digest comes
 * from the page itself, so that pages made by an older version keep their look.
 */
export async function policyOf(store: ArtefactStore, artefact: ArtefactView): Promise<string> {
  const end = Math.min(HEAD_BYTES, artefact.bytes) - 1;
  const { stream } = await openArtefact(store, artefact, { start: 0, end });
  const style = STYLE.exec(await text(stream))?.[1] ?? `'none'`;
  return `sandbox; default-src 'none'; style-src ${style}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}
