import { importedPeople } from '@pressroom/identity';
import type { ImportKind } from '@pressroom/imports';
import { foodLogImportWith } from '@pressroom/nutrition';
import { hoursImport, pollImport, zoneImport } from '@pressroom/stores';

/** Every kind of file that can be imported: a new one is a value in its domain and a line here. */
const KINDS: readonly ImportKind[] = [foodLogImportWith(importedPeople), pollImport, hoursImport, zoneImport];

export const importKinds: ReadonlyMap<string, ImportKind> = new Map(KINDS.map((kind) => [kind.name, kind]));
