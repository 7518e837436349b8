/** What a key may be good for. `read` is GET and HEAD, `write` is everything else. */
export const SCOPES = [
  'reports:read',
  'reports:write',
  'food-logs:read',
  'food-logs:write',
  'imports:read',
  'imports:write',
  'feedback:read',
  'feedback:write',
  'stores:read',
  'stores:write',
  'files:read',
  'files:write',
  'meals:read',
  'meals:write',
  'schedules:read',
  'schedules:write',
  'limits:read',
  'metrics:read',
] as const;

export type Scope = (typeof SCOPES)[number];

/**
 * Which scope an address asks for, by how its route begins. What is not here is closed to keys: accounts and their
 * consents, so that no program agrees for a person; sessions; and keys themselves, so that a key never makes another one.
 */
const PLACES: readonly (readonly [start: string, subject: string])[] = [
  ['/api/reports', 'reports'],
  ['/api/food-logs', 'food-logs'],
  ['/api/imports', 'imports'],
  ['/assignment', 'feedback'],
  ['/api/feedback', 'feedback'],
  ['/data', 'stores'],
  ['/trigger_report', 'stores'],
  ['/get_report', 'stores'],
  ['/api/data', 'files'],
  ['/api/analytics', 'files'],
  ['/api/profile', 'meals'],
  ['/api/goals', 'meals'],
  ['/api/recipes', 'meals'],
  ['/api/ingredients', 'meals'],
  ['/api/inventory', 'meals'],
  ['/api/activity', 'meals'],
  ['/api/workouts', 'meals'],
  ['/api/meal-plans', 'meals'],
  ['/api/schedules', 'schedules'],
  ['/api/deliveries', 'schedules'],
  ['/api/alerts', 'schedules'],
  ['/api/limits', 'limits'],
  ['/metrics', 'metrics'],
];

/** @param route pattern of the route @returns null when no key opens it */
export function scopeOf(method: string, route: string): Scope | null {
  const place = PLACES.find(([start]) => route === start || route.startsWith(`${start}/`));
  if (place === undefined) return null;
  const scope = `${place[1]}:${method === 'GET' || method === 'HEAD' ? 'read' : 'write'}`;
  return SCOPES.find((each) => each === scope) ?? null;
}
