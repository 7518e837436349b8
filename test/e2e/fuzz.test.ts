import fc from 'fast-check';
import type { Answer } from './client';
import { type House, openHouse, type Person } from './house';
import { addressOf, bodyOf, type JsonSchema, readOpenApi, type Route, routesOf } from './openapi-document';
import { problemIn } from './problem';

const SEED = 20260131;
/** Requests to each route, so that the whole takes some seconds. */
const RUNS = 15;

let house: House;
let person: Person;
let routes: Route[];

beforeAll(async () => {
  house = await openHouse({
    worker: false,
    environment: { REPORT_OPEN_QUOTA: '1000', REPORT_RUNNING_QUOTA: '1' },
  });
  person = await house.newcomer();
  routes = routesOf(await readOpenApi(house.stranger));
}, 120_000);
afterAll(() => house.close());

/** What breaks parsers, databases and printers. */
const awkwardText = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  '=1+1',
  '<script>',
  `'; DROP TABLE accounts;--`,
  '${7*7}',
  '../../etc/passwd',
  '__proto__',
  '🍏'.repeat(60),
  'x'.repeat(5000),
  '٣',
  'NaN',
  '2026-02-30',
  '0001-01-01',
  '9999-12-31T23:59:59Z',
);
const awkward: fc.Arbitrary<unknown> = fc.oneof(
  awkwardText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, true, 0, -0, -1, 1.5, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, [], {}, [[]]),
);

/** Values that a schema takes, more or less: nearly right input gets deeper than random bytes. */
class Generator {
  /** @param wild whether anything may stand anywhere, now and then */
  constructor(private readonly wild: boolean) {}

  of(schema: JsonSchema): fc.Arbitrary<unknown> {
    return this.mostly(this.like(schema), awkward, 30);
  }

  private mostly<Value>(good: fc.Arbitrary<Value>, bad: fc.Arbitrary<Value>, weight: number) {
    return this.wild ? fc.oneof({ weight, arbitrary: good }, { weight: 1, arbitrary: bad }) : good;
  }

  private like(schema: JsonSchema): fc.Arbitrary<unknown> {
    if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
    if ('const' in schema) return fc.constant(schema['const']);
    const branches = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;
    if (branches !== undefined) return fc.oneof(...branches.map((each) => this.of(each)));
    switch (schema['type']) {
      case 'object':
        return this.object(schema);
      case 'array':
        return fc.array(this.of((schema['items'] ?? {}) as JsonSchema), { maxLength: 5 });
      case 'integer':
      case 'number':
        return this.number(schema);
      case 'string':
        return this.text(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return this.wild ? awkward : fc.constant({});
    }
  }

  private object(schema: JsonSchema): fc.Arbitrary<unknown> {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
    const requiredKeys = (schema['required'] ?? []) as string[];
    const fields = Object.fromEntries(properties.map(([name, each]) => [name, this.of(each)]));
    const stray = fc.dictionary(fc.oneof(awkwardText, fc.string()), awkward, { maxKeys: 2 });
    const more = this.mostly(fc.constant<Record<string, unknown>>({}), stray, 8);
    return fc.tuple(fc.record(fields, { requiredKeys }), more).map(([one, other]) => ({ ...one, ...other }));
  }

  private number({ minimum, maximum, type }: JsonSchema): fc.Arbitrary<number> {
    const min = typeof minimum === 'number' ? minimum : 0;
    const max = typeof maximum === 'number' ? Math.min(maximum, 2 ** 53 - 1) : 100_000;
    const within = type === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
    return this.mostly(within, fc.constantFrom(min - 1, min, max, max + 1), 9);
  }

  private text({ format, pattern }: JsonSchema): fc.Arbitrary<string> {
    const plain = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), awkwardText);
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
    if (format === 'date')
      return this.mostly(
        day.map((date) => date.toISOString().slice(0, 10)),
        plain,
        8,
      );
    if (format === 'date-time')
      return this.mostly(
        day.map((date) => date.toISOString()),
        plain,
        8,
      );
    if (format === 'uuid') return this.mostly(fc.uuid(), plain, 8);
    if (typeof pattern === 'string' && pattern.length < 200)
      return this.mostly(fc.stringMatching(new RegExp(pattern)), plain, 8);
    return this.mostly(fc.constantFrom('UTC', 'UTC', 'UTC', 'nutrition.food-log'), plain, 8);
  }
}

const tame = new Generator(false);
const wild = new Generator(true);
const bent = (schema: JsonSchema) => fc.oneof(tame.of(schema), wild.of(schema), wild.of(schema));

function requestTo(
  route: Route,
): fc.Arbitrary<{ address: string; json: unknown; headers: Record<string, string> }> {
  const parameters = route.operation.parameters ?? [];
  const of = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((each) => each.in === place)
          .map(({ name, schema }) => [name, bent(schema).map((value) => String(value))]),
      ),
      place === 'query' ? { requiredKeys: [] } : {},
    );
  const { schema, examples = {} } = bodyOf(route.operation) ?? {};
  const good = Object.values(examples).map(({ value }) => fc.constant(value));
  return fc
    .tuple(
      of('path'),
      of('query'),
      schema === undefined ? fc.constant(undefined) : fc.oneof(bent(schema), bent(schema), ...good),
    )
    .map(([path, query, json]) => {
      const search = new URLSearchParams(query as Record<string, string>).toString();
      return {
        address: `${addressOf(route.path, path as Record<string, string>)}${search === '' ? '' : `?${search}`}`,
        json,
        headers: {},
      };
    });
}

/** Ends sessions, waits for events, or costs a tenth of a second a try. */
const APART = ['eraseMe', 'signOut', 'endAllSessions', 'watchReport', 'signUp', 'signIn'];

const isDocumented = ({ operation }: Route, status: number): boolean =>
  String(status) in operation.responses || status === 405;

describe('generated requests', () => {
  it('are answered as documented at every route, never with a failure of ours', async () => {
    const seen = new Map<string, Set<number>>();
    for (const route of routes.filter(({ operation }) => !APART.includes(operation.operationId))) {
      const statuses = new Set<number>();
      seen.set(`${route.method} ${route.path}`, statuses);
      const answersWell = async (request: { address: string; json: unknown }): Promise<void> => {
        const answer: Answer = await person.ask(route.method, request.address, { json: request.json });
        statuses.add(answer.status);
        expect(answer.status).toBeLessThan(500);
        // An id of no characters leads to another route.
        if (request.address.includes('//') || /\/(\?|$)/.test(request.address)) return;
        expect([answer.status, isDocumented(route, answer.status)]).toEqual([answer.status, true]);
        if (answer.status >= 400) problemIn(answer);
      };
      await fc.assert(fc.asyncProperty(requestTo(route), answersWell), { seed: SEED, numRuns: RUNS });
    }
    // The generator is worth its time only when some of what it makes is taken.
    for (const route of [
      'POST /api/food-logs',
      'POST /api/reports',
      'PATCH /api/user/me',
      'GET /api/food-logs',
    ])
      expect([route, [...(seen.get(route) ?? [])].some((status) => status < 300)]).toEqual([route, true]);
    expect((await person.get('/health/ready')).status).toBe(200);
  }, 180_000);
});
