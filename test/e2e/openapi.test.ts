import Ajv2020 from 'ajv/dist/2020';
import { fillWithExamples, idFor } from './belongings';
import type { Answer } from './client';
import { ended, type House, openHouse, type Report } from './house';
import {
  addressOf,
  bodyOf,
  type OpenApi,
  readOpenApi,
  type Route,
  routesOf,
  SchemaChecks,
} from './openapi-document';
import { problemIn } from './problem';

let house: House;
let document: OpenApi;
let routes: Route[];
let checks: SchemaChecks;

beforeAll(async () => {
  house = await openHouse({ environment: { GOOGLE_CLIENT_ID: 'the-client' } });
  document = await readOpenApi(house.stranger);
  routes = routesOf(document);
  checks = new SchemaChecks(document);
}, 120_000);
afterAll(() => house.close());

/** Doors that take a proof which can not be known beforehand: a token, a code. */
const PROOFS = ['refreshTokens', 'verifyCode', 'signInWithGoogle'];

const nameOf = ({ method, path }: Route) => `${method} ${path}`;

describe('the OpenAPI document', () => {
  it('has the shape that OpenAPI 3.1 asks for, and schemas of JSON Schema 2020-12', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    expect([ajv.validate(SHAPE, document), ajv.errors]).toEqual([true, null]);
    const schemas = [
      ...Object.entries(document.components.schemas),
      ...routes.flatMap((route) => [
        ...(route.operation.parameters ?? []).map(({ name, schema }): [string, unknown] => [
          `${nameOf(route)} ${name}`,
          schema,
        ]),
        ...[route.operation.requestBody, ...Object.values(route.operation.responses)].flatMap((part) =>
          Object.values(part?.content ?? {}).map((media): [string, unknown] => [nameOf(route), media.schema]),
        ),
      ]),
    ];
    expect(schemas.length).toBeGreaterThan(30);
    for (const [where, schema] of schemas)
      expect([where, ajv.validateSchema(schema as object), ajv.errors]).toEqual([where, true, null]);
    for (const reference of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(document.components.schemas)).toContain(reference[1]);
  });

  it('describes every route of the service', async () => {
    const described = routes.map(nameOf).sort();
    for (const expected of [
      'POST /api/auth/signup',
      'GET /api/food-logs/{id}',
      'POST /api/reports/{id}/cancel',
      'GET /api/reports/download/{token}',
      'GET /health/ready',
      'GET /metrics',
    ])
      expect(described).toContain(expected);
    // What an address takes by its own word, and what the document says of it.
    for (const path of Object.keys(document.paths)) {
      const address = addressOf(path, { id: 'x', token: 'x' });
      const refused = await house.stranger.ask('OPTIONS', address);
      const told = (refused.headers.get('allow') ?? '').split(', ').filter((method) => method !== 'HEAD');
      const listed = routes.filter((route) => matches(route.path, address)).map(({ method }) => method);
      expect([path, [...new Set(told)].sort()]).toEqual([path, [...new Set(listed)].sort()]);
    }
  });

  it('names every operation once, with a summary, a chapter and its security', () => {
    const ids = routes.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const chapters = document.tags.map(({ name }) => name);
    for (const route of routes) {
      const { operationId, summary = '', tags = [] } = route.operation;
      expect([nameOf(route), operationId]).toEqual([
        nameOf(route),
        expect.stringMatching(/^[a-z][A-Za-z]+$/),
      ]);
      expect([nameOf(route), summary.length > 3, tags.length]).toEqual([nameOf(route), true, 1]);
      expect(chapters).toContain(tags[0]);
      expect([nameOf(route), Object.keys(route.operation.responses).includes('401')]).toEqual([
        nameOf(route),
        !route.open || ['signIn', 'metrics', ...PROOFS].includes(operationId),
      ]);
    }
    expect(document.tags.every(({ description = '' }) => description.length > 20)).toBe(true);
    expect(document.security).toContainEqual({ bearer: [] });
    expect(document.servers.map(({ url }) => url)).toEqual(['/']);
  });

  it('says which problems each route has: unreadable bodies, wrong input, foreign ids, and all others', () => {
    for (const route of routes) {
      const { parameters = [], requestBody, responses } = route.operation;
      const needed = [
        ...(requestBody === undefined ? [] : ['400', '413', '415', '422']),
        ...(parameters.some((parameter) => parameter.in === 'query') ? ['422'] : []),
        ...(parameters.some((parameter) => parameter.in === 'path') ? ['404'] : []),
        ...(route.open ? [] : ['401']),
        'default',
      ];
      for (const status of needed)
        expect([nameOf(route), Object.keys(responses)]).toEqual([
          nameOf(route),
          expect.arrayContaining([status]),
        ]);
      for (const [status, { content = {}, description = '' }] of Object.entries(responses)) {
        expect(description).not.toBe('');
        if (status === 'default' || Number(status) >= 400)
          expect([nameOf(route), status, Object.keys(content)]).toEqual([
            nameOf(route),
            status,
            ['application/problem+json'],
          ]);
      }
    }
  });

  it('gives examples for every body, which its schemas take', () => {
    const bodies = routes.filter(({ operation }) => bodyOf(operation) !== undefined);
    for (const route of bodies) {
      const { schema = {}, examples = {} } = bodyOf(route.operation) ?? {};
      expect([nameOf(route), Object.keys(examples).length > 0]).toEqual([nameOf(route), true]);
      for (const [name, { value }] of Object.entries(examples))
        expect([nameOf(route), name, checks.fault(schema, value)]).toEqual([nameOf(route), name, null]);
    }
  });

  it('gives examples that work as they stand, and are answered as described', async () => {
    const person = await house.newcomer();
    const { id: foodLogId } = (
      await person.post('/api/food-logs', { foodName: 'Apple', category: 'fruit', loggedOn: '2026-01-31' })
    ).body as { id: string };
    // Rows of tables are named by what they hold, which their own tests know.
    for (const route of routes.filter(({ path }) => !/\{(?!id\})/.test(path))) {
      const media = bodyOf(route.operation);
      for (const [name, { value }] of Object.entries(media?.examples ?? {})) {
        // Whoever is erased asks for nothing more.
        const asker = route.operation.operationId === 'eraseMe' ? await house.newcomer() : person;
        const answer = await asker.ask(route.method, addressOf(route.path, { id: foodLogId }), {
          json: value,
        });
        if (PROOFS.includes(route.operation.operationId)) expect(answer.status).toBe(401);
        else if (route.operation.operationId === 'linkGoogle') expect(answer.status).toBe(422);
        // Nothing is linked, which the link's own example could not have done.
        else if (route.operation.operationId === 'unlinkGoogle') expect(answer.status).toBe(404);
        else expect([nameOf(route), name, answer.status < 300]).toEqual([nameOf(route), name, true]);
        expectAsDescribed(route, answer);
      }
    }
    const { data } = (await person.get('/api/reports')).body as { data: Report[] };
    expect(data.length).toBeGreaterThan(2);
    for (const { id, template } of data)
      expect([template, (await ended(person, id)).status]).toEqual([template, 'COMPLETED']);
  }, 240_000);

  it('describes what is read as it is answered', async () => {
    const person = await house.newcomer();
    const belongings = await fillWithExamples(person, routes);
    const report = (await person.get(`/api/reports/${belongings.get('/api/reports') ?? ''}`)).body as Report;
    const token = (report.downloadUrl ?? '').split('/').at(-1) ?? '';
    const placesOf = (route: Route) => {
      const id = idFor(route, belongings);
      return { id, report_id: id, token, table: 'timezones' };
    };
    for (const route of routes.filter(({ method }) => method === 'GET'))
      expectAsDescribed(route, await person.get(addressOf(route.path, placesOf(route))));
  }, 240_000);
});

/** The status is documented, and the body is what the document says of it. */
function expectAsDescribed(route: Route, answer: Answer): void {
  const { responses } = route.operation;
  const described = responses[String(answer.status)];
  expect([nameOf(route), answer.status, described === undefined]).toEqual([
    nameOf(route),
    answer.status,
    false,
  ]);
  if (answer.status >= 400) problemIn(answer);
  const json = described?.content?.['application/json'] ?? described?.content?.['application/problem+json'];
  const isJson = /^application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '');
  if (!isJson || json?.schema === undefined || json.schema['format'] === 'binary') return;
  expect([nameOf(route), checks.fault(json.schema, answer.body)]).toEqual([nameOf(route), null]);
}

function matches(path: string, address: string): boolean {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address);
}

const TEXT = { type: 'string', minLength: 1 };
const CONTENT = {
  type: 'object',
  additionalProperties: { type: 'object', properties: { schema: { type: ['object', 'boolean'] } } },
};

/** The rules of OpenAPI 3.1 for the parts that this document uses. */
const SHAPE = {
  $defs: {
    parameter: {
      type: 'object',
      required: ['name', 'in', 'schema'],
      properties: {
        name: TEXT,
        in: { enum: ['path', 'query', 'header', 'cookie'] },
        required: { type: 'boolean' },
      },
      if: { properties: { in: { const: 'path' } } },
      then: { required: ['required'], properties: { required: { const: true } } },
    },
    operation: {
      type: 'object',
      required: ['operationId', 'responses'],
      properties: {
        operationId: TEXT,
        tags: { type: 'array', items: TEXT },
        parameters: { type: 'array', items: { $ref: '#/$defs/parameter' } },
        requestBody: { type: 'object', required: ['content'], properties: { content: CONTENT } },
        responses: {
          type: 'object',
          minProperties: 1,
          patternProperties: {
            '^([1-5][0-9]{2}|default)$': {
              type: 'object',
              required: ['description'],
              properties: { description: { type: 'string' }, content: CONTENT },
            },
          },
          additionalProperties: false,
        },
        security: {
          type: 'array',
          items: { type: 'object', additionalProperties: { type: 'array', items: TEXT } },
        },
      },
    },
  },
  type: 'object',
  required: ['openapi', 'info', 'paths', 'components'],
  properties: {
    openapi: { type: 'string', pattern: '^3\\.1\\.\\d+$' },
    info: { type: 'object', required: ['title', 'version'], properties: { title: TEXT, version: TEXT } },
    servers: { type: 'array', items: { type: 'object', required: ['url'], properties: { url: TEXT } } },
    tags: { type: 'array', items: { type: 'object', required: ['name'], properties: { name: TEXT } } },
    paths: {
      type: 'object',
      patternProperties: {
        '^/': {
          type: 'object',
          patternProperties: { '^(get|put|post|delete|patch)$': { $ref: '#/$defs/operation' } },
        },
      },
      additionalProperties: false,
    },
    components: { type: 'object', required: ['schemas', 'securitySchemes'] },
  },
};
