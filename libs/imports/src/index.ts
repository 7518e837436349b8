/**
 * One way in for files of rows: upload → staging by COPY → checks → one transaction that switches → receipt.
 *
 * A new kind is a value in its domain and a line in the worker's list (apps/worker/src/imports/kinds.ts):
 *
 *     export const pollImport: ImportKind = {
 *       name: 'stores.polls',
 *       columns: [{ name: 'store_id', required: true }, { name: 'status', required: true }, …],
 *       staging: 'store_id text NOT NULL, active boolean NOT NULL, at timestamptz NOT NULL',
 *       open: () => ({ stage: ([store = '', status = '', at = '']) =>
 *         status === 'active' ? `${copyText(store)}\tt\t${at}` : refuse('status', 'must be active or inactive') }),
 *       apply: async (sql, { staging, accountId }) => { …INSERT … SELECT … FROM ${staging} ON CONFLICT …; return { kept, known }; },
 *     };
 *
 * Imports of one kind and account switch one after the other, so `apply` may UPDATE what changed and then plainly INSERT
 * what is NOT EXISTS yet, sorted by the key: with a million rows that is half the cost of ON CONFLICT.
 *
 * The machinery decodes (UTF-8, UTF-16, Windows-1252), finds delimiter and columns, hands every row to `stage`, keeps refused
 * rows as they came with `_row,_column,_reason`, gives up above the allowed share of them, and publishes at most once.
 * A door calls `UploadDesk.receive(request, caller, { kinds: ['stores.polls', …], field: null, options: {} })` of
 * apps/api/src/imports and answers with `ImportPresenter.resource(view)`.
 */
export { copyText } from './copy-text';
export { plainHeader } from './header';
export {
  type Applied,
  type FileSetting,
  type ImportColumn,
  type ImportKind,
  type Refusal,
  refuse,
  type RowReader,
  type SwitchSetting,
  type SwitchSql,
} from './import-kind';
export { type FileReceipt, paceOf, type Receipt, receiptOf } from './receipt';
export { ContentProbe, type TextEncoding } from './content-probe';
export { type DeskLimits, type ImportOrder, Imports } from './import-desk';
export {
  type ImportBell,
  type ImportEnding,
  ImportExecutions,
  type LeaseSettings,
} from './import-executions';
export { IMPORT_PHASES, type ImportPhase, ImportProgress, type ProgressNow } from './import-progress';
export {
  folderOf,
  type ImportClaim,
  type ImportStatus,
  IMPORT_STATUSES,
  type ImportView,
  type UploadedFile,
} from './import-rows';
export { ImportRun, type RunParts, type RunPoint, type RunSettings } from './import-run';
export type { RunOutcome } from './run-outcome';
