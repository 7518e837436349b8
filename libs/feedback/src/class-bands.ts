import type { StudentAnalysis } from './analyse-student';
import { quantileOf } from './median';

/** Below this a class would give away its members. */
export const SMALLEST_CLASS = 10;

export const CLASS_MEASURES = ['events', 'submissions', 'active', 'revisits'] as const;
export type ClassMeasure = (typeof CLASS_MEASURES)[number];

/** The middle half of a class in one measure. */
export interface Band {
  students: number;
  lower: number;
  median: number;
  upper: number;
}

export type ClassBands = ReadonlyMap<ClassMeasure, Band>;

/** A student's value; null where it can't be told. `active` in seconds. */
export function measureOf({ sequence, units, task }: StudentAnalysis, measure: ClassMeasure): number | null {
  switch (measure) {
    case 'events':
      return sequence.length;
    case 'submissions':
      return units.reduce((sum, { submissions }) => sum + submissions, 0);
    case 'revisits':
      return units.reduce((sum, { revisits }) => sum + revisits, 0);
    case 'active':
      return task?.active ?? null;
  }
}

/** Quartiles for every namespace with at least ten students; null is a namespace of its own. */
export function classBands(analyses: Iterable<StudentAnalysis>): ReadonlyMap<string | null, ClassBands> {
  const values = new Map<string | null, Map<ClassMeasure, number[]>>();
  for (const analysis of analyses) {
    const { namespace } = analysis.student;
    const of = values.get(namespace) ?? new Map<ClassMeasure, number[]>();
    values.set(namespace, of);
    for (const measure of CLASS_MEASURES) {
      const value = measureOf(analysis, measure);
      const known = of.get(measure) ?? [];
      of.set(measure, known);
      if (value !== null) known.push(value);
    }
  }
  return new Map([...values].map(([namespace, of]) => [namespace, bandsOf(of)]));
}

function bandsOf(values: ReadonlyMap<ClassMeasure, readonly number[]>): ClassBands {
  const bands = new Map<ClassMeasure, Band>();
  for (const [measure, known] of values) {
    if (known.length < SMALLEST_CLASS) continue;
    const sorted = [...known].sort((a, b) => a - b);
    bands.set(measure, {
      students: sorted.length,
      lower: quantileOf(sorted, 0.25),
      median: quantileOf(sorted, 0.5),
      upper: quantileOf(sorted, 0.75),
    });
  }
  return bands;
}
