import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import type { Client, Method } from './client';

export type JsonSchema = Record<string, unknown>;

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonSchema;
}

interface Media {
  schema?: JsonSchema;
  examples?: Record<string, { value: unknown }>;
}

export interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, { description?: string; content?: Record<string, Media>; headers?: object }>;
}

export interface OpenApi {
  openapi: string;
  info: { title: string; description: string };
  servers: { url: string }[];
  tags: { name: string; description?: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: object };
}

export interface Route {
  method: Method;
  path: string;
  operation: Operation;
  /** Asks for no token. */
  open: boolean;
}

const METHODS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete'];

export async function readOpenApi(client: Client): Promise<OpenApi> {
  return (await client.get('/docs/openapi.json')).body as OpenApi;
}

export function routesOf({ paths }: OpenApi): Route[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase() as Method,
        path,
        operation,
        open: (operation.security ?? []).some((each) => Object.keys(each).length === 0),
      })),
  );
}

/** The address of a route with its parameters filled in, `x` for what is not given. */
export function addressOf(path: string, values: Record<string, string> = {}): string {
  // Half of a surrogate pair has no place in an address.
  const whole = (text: string): string => Buffer.from(text).toString();
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(whole(values[name] ?? 'x')));
}

export function bodyOf({ requestBody }: Operation): Media | undefined {
  return requestBody?.content['application/json'];
}

/** Checks values against schemas of the document, references included. */
export class SchemaChecks {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });
  private readonly compiled = new Map<JsonSchema, ValidateFunction>();

  constructor(document: OpenApi) {
    this.ajv.addSchema({ $id: 'document', components: document.components });
  }

  /** @returns what is wrong, or null */
  fault(schema: JsonSchema, value: unknown): string | null {
    let check = this.compiled.get(schema);
    if (check === undefined) {
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
      check = this.ajv.compile(JSON.parse(text) as JsonSchema);
      this.compiled.set(schema, check);
    }
    return check(value) ? null : this.ajv.errorsText(check.errors);
  }
}
