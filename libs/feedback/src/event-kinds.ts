/** What an event says about the work, whatever the platform calls it. */
export type EventKind = 'save' | 'submission' | 'view' | 'start' | 'end' | 'other';

const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ...kinds('save', 'saved_code', 'save', 'saved', 'draft', 'autosave'),
  ...kinds('submission', 'submission', 'submitted_code', 'submit', 'submitted', 'answered'),
  ...kinds('view', 'opened', 'open', 'viewed', 'view', 'visit', 'visited', 'experienced'),
  ...kinds('start', 'attempted', 'attempt', 'started', 'start', 'launched', 'initialized'),
  ...kinds('end', 'completed', 'passed', 'failed', 'scored', 'graded'),
]);

function kinds(kind: EventKind, ...words: readonly string[]): [string, EventKind][] {
  return words.map((word) => [word, kind]);
}

/** Letter case, spaces and hyphens make no difference; an unknown word is `other`. */
export function kindOf(type: string): EventKind {
  return KINDS.get(type.toLowerCase().replace(/[\s-]+/g, '_')) ?? 'other';
}

/** The kind of each event of a student; events without a type are `other`. */
export function kindsOf(types: readonly string[], typeOf: readonly number[]): EventKind[] {
  const of = types.map(kindOf);
  return typeOf.map((type) => of[type] ?? 'other');
}
