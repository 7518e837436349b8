import { inSnapshot, type Snapshot } from '@pressroom/entities';
import { localDateIn } from '@pressroom/kernel';
import { crashPoint } from '@pressroom/platform';
import { writeDocument, type WrittenOutput } from '@pressroom/report-builders';
import type { ReportDocument } from '@pressroom/document';
import type { ArtefactStore, NewArtefact } from '@pressroom/storage';
import { findTemplate, type ReportContext } from '@pressroom/templates';
import type pg from 'pg';
import type { BuildOrder, BuildProgress, BuildTimings, BuiltArtefact } from './messages';
import { sourceFor } from './sources';

export interface BuildTools {
  pool: pg.Pool;
  store: ArtefactStore;
  artefactLimitBytes: number;
  signal: AbortSignal;
  onBackend: (pid: number) => void;
  onProgress: (progress: BuildProgress) => void;
}

/** Reads, lays out, builds every format in one pass over one snapshot, and stores the files under this execution's folder. */
export async function runBuild(
  order: BuildOrder,
  tools: BuildTools,
): Promise<{ artefacts: BuiltArtefact[]; timings: BuildTimings }> {
  const started = performance.now();
  const template = findTemplate(order.template);
  const scope = template.reach(order.parameters) === 'everyone' ? 'system' : { accountId: order.accountId };
  return await inSnapshot(
    tools.pool,
    { scope, timeoutMs: order.timeLeftMs, onBackend: tools.onBackend },
    async (snapshot) => {
      const document = await read(order, tools, snapshot);
      const readAt = performance.now();
      const artefacts = await write(document, order, tools);
      return { artefacts, timings: { readMs: readAt - started, writeMs: performance.now() - readAt } };
    },
  );
}

function read(order: BuildOrder, tools: BuildTools, snapshot: Snapshot): Promise<ReportDocument> {
  tools.onProgress({ phase: 'read', done: null, total: null });
  const template = findTemplate(order.template);
  return template.compose(sourceFor(template.source, snapshot), order.parameters, contextOf(order));
}

async function write(
  document: ReportDocument,
  order: BuildOrder,
  tools: BuildTools,
): Promise<BuiltArtefact[]> {
  const drafts: { format: BuiltArtefact['format']; draft: NewArtefact }[] = [];
  try {
    for (const format of order.formats) {
      const key = `${order.folder}/${format}.${format}`;
      drafts.push({ format, draft: await tools.store.create(key, { mostBytes: tools.artefactLimitBytes }) });
    }
    tools.onProgress({ phase: 'build', done: 0, total: null });
    const written = await writeDocument(
      document,
      drafts.map(({ format, draft }) => ({ format, sink: draft.sink })),
      {
        signal: tools.signal,
        onProgress: ({ rowsDone }) => {
          crashPoint('mid_write');
          tools.onProgress({ phase: 'build', done: rowsDone, total: null });
        },
      },
    );
    return await commit(written, drafts, order, tools);
  } catch (error) {
    await Promise.allSettled(drafts.map(({ draft }) => draft.discard()));
    throw error;
  }
}

async function commit(
  written: readonly WrittenOutput[],
  drafts: readonly { draft: NewArtefact }[],
  order: BuildOrder,
  tools: BuildTools,
): Promise<BuiltArtefact[]> {
  tools.onProgress({ phase: 'store', done: null, total: null });
  const artefacts: BuiltArtefact[] = [];
  for (const [at, { format, extension, mediaType, rows, omittedRows }] of written.entries()) {
    const draft = drafts[at]?.draft;
    if (draft === undefined) continue;
    tools.signal.throwIfAborted();
    const stored = await draft.commit();
    const fileName = `${fileStem(order)}.${extension}`;
    artefacts.push({ format, fileKey: draft.key, fileName, mediaType, rows, omittedRows, ...stored });
  }
  crashPoint('after_rename');
  return artefacts;
}

/** Made of what the service itself chose: a template's name and a date. Nothing personal. */
function fileStem(order: BuildOrder): string {
  const { timeZone, requestedAt } = contextOf(order);
  return `${order.template.replace(/[^a-z0-9]+/g, '-')}_${localDateIn(timeZone, new Date(requestedAt))}`;
}

function contextOf(order: BuildOrder): ReportContext {
  return order.context as unknown as ReportContext;
}
