import { catalogue } from '@pressroom/templates';

/**
 * Whether a report tells everything that is held about a person, or other people's rows: that it was asked for, and
 * each time it is taken away, is written to the audit log.
 */
export function isSensitive(name: string, parameters: Record<string, unknown>): boolean {
  const template = catalogue.find((each) => each.name === name);
  if (template === undefined) return false;
  if (template.reserved) return true;
  try {
    return template.reach(parameters) === 'everyone';
  } catch {
    // Parameters of an older version, which can no longer be read: rather an entry too many.
    return true;
  }
}
