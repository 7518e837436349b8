import type { Snapshot } from '@pressroom/entities';
import { PgSubmissionReader } from '@pressroom/feedback';
import { PgFoodLogReader, PgIntakeReader } from '@pressroom/nutrition';
import { PgHoldingsReader } from '@pressroom/people';
import { PgHistoryReader } from '@pressroom/stores';
import {
  catalogue,
  FoodLogSource,
  HoldingsSource,
  IntakeSource,
  loadTestTemplates,
  StoreHistorySource,
  StoreOutlookSource,
  WeekSource,
  SubmissionSource,
  type SourcePort,
  type TestTemplates,
} from '@pressroom/templates';

/** Which domain's reader answers a template's port: the only place that knows both. */
const readers = new Map<SourcePort<unknown>, (snapshot: Snapshot) => unknown>([
  [SubmissionSource, (snapshot) => new PgSubmissionReader(snapshot)],
  [HoldingsSource, (snapshot) => new PgHoldingsReader(snapshot)],
  [FoodLogSource, (snapshot) => new PgFoodLogReader(snapshot)],
  [IntakeSource, (snapshot) => new PgIntakeReader(snapshot)],
  [StoreHistorySource, (snapshot) => new PgHistoryReader(snapshot)],
  [StoreOutlookSource, (snapshot) => new PgHistoryReader(snapshot)],
  [WeekSource, (snapshot) => new PgFoodLogReader(snapshot)],
]);

/** @param path of templates for the test stage, or null */
export function bindTestTemplates(path: string | null): TestTemplates | null {
  const test = loadTestTemplates(path);
  if (test !== null) readers.set(test.source, test.read);
  return test;
}

export function sourceFor(port: SourcePort<unknown>, snapshot: Snapshot): unknown {
  const reader = readers.get(port);
  if (reader === undefined) throw new TypeError(`no reader is bound to ${port.name}`);
  return reader(snapshot);
}

/** @throws when a template reads through a port that no reader is bound to: such a worker must not start */
export function assertAllSourcesBound(): void {
  const unbound = catalogue.filter((template) => !readers.has(template.source));
  if (unbound.length > 0)
    throw new Error(`no reader for the templates ${unbound.map(({ name }) => name).join(', ')}`);
}
