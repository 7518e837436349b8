import { inSnapshot, type Snapshot } from '@pressroom/entities';
import { localDateIn } from '@pressroom/kernel';
import { crashPoint } from '@pressroom/platform';
import { writeDocument } from '@pressroom/report-builders';
import type { ArtefactStore, NewArtefact } from '@pressroom/storage';
import { findTemplate, type ReportContext } from '@pressroom/templates';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { BuildOrder, BuildProgress, BuildTimings, BuiltArtefact } from './messages';
import { sourceFor } from './sources';

export interface BuildTools {
  pool: pg.Pool;
  store: ArtefactStore;
  scratchRoot: string;
  signal: AbortSignal;
  onBackend: (pid: number) => void;
  onProgress: (progress: BuildProgress) => void;
}

/** Reads, lays out, builds every format in one pass over one snapshot, and stores the files under this execution's folder. */
export async function runBuild(
  order: BuildOrder,
  tools: BuildTools,
): Promise<{ artefacts: BuiltArtefact[]; timings: BuildTimings }> {
  const template = findTemplate(order.template);
  const context = order.context as unknown as ReportContext;
  const scope = template.reach(order.parameters) === 'everyone' ? 'system' : { accountId: order.accountId };
  const scratch = await mkdtemp(join(tools.scratchRoot, 'build-'));
  try {
    return await inSnapshot(
      tools.pool,
      { scope, timeoutMs: order.timeLeftMs, onBackend: tools.onBackend },
      (snapshot) => build(order, tools, { template, context, scratch, snapshot }),
    );
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface Work {
  template: ReturnType<typeof findTemplate>;
  context: ReportContext;
  scratch: string;
  snapshot: Snapshot;
}

async function build(
  order: BuildOrder,
  tools: BuildTools,
  { template, context, scratch, snapshot }: Work,
): Promise<{ artefacts: BuiltArtefact[]; timings: BuildTimings }> {
  const started = performance.now();
  tools.onProgress({ phase: 'read', done: null, total: null });
  const document = await template.compose(sourceFor(template.source, snapshot), order.parameters, context);
  const read = performance.now();
  const drafts: NewArtefact[] = [];
  try {
    for (const format of order.formats)
      drafts.push(await tools.store.create(`${order.folder}/${format}.${format}`));
    tools.onProgress({ phase: 'build', done: 0, total: null });
    const written = await writeDocument(
      document,
      drafts.map((draft, at) => ({ format: order.formats[at] ?? 'json', sink: draft.sink })),
      {
        scratch,
        signal: tools.signal,
        onProgress: ({ rowsDone }) => {
          crashPoint('mid_write');
          tools.onProgress({ phase: 'build', done: rowsDone, total: null });
        },
      },
    );
    tools.onProgress({ phase: 'store', done: null, total: null });
    const artefacts: BuiltArtefact[] = [];
    for (const [at, file] of written.entries()) {
      const draft = drafts[at];
      if (draft === undefined) continue;
      tools.signal.throwIfAborted();
      const { bytes, sha256 } = await draft.commit();
      artefacts.push({
        format: file.format,
        fileKey: draft.key,
        fileName: `${fileStem(order, context)}.${file.extension}`,
        mediaType: file.mediaType,
        bytes,
        rows: file.rows,
        omittedRows: file.omittedRows,
        sha256,
      });
    }
    crashPoint('after_rename');
    return { artefacts, timings: { readMs: read - started, writeMs: performance.now() - read } };
  } catch (error) {
    await Promise.allSettled(drafts.map((draft) => draft.discard()));
    throw error;
  }
}

/** Made of what the service itself chose: a template's name and a date. Nothing personal. */
function fileStem(order: BuildOrder, context: ReportContext): string {
  const day = localDateIn(context.timeZone, new Date(context.requestedAt));
  return `${order.template.replace(/[^a-z0-9]+/g, '-')}_${day}`;
}
