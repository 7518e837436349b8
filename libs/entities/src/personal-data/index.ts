export type { ErasureRule, HeldColumn, HeldKind, OwnedTable } from './owned-table';
export { OWNED_TABLES } from './owned-tables-table';
