import type { JsonSchema, OpenApi, Operation } from './openapi-document';
import { routesOf } from './openapi-document';

/**
 * The face of a client as TypeScript, made from the document alone: one method an operation, typed by its parameters,
 * body and answer. @throws where the document leaves open what a generator must know
 */
export function clientSource(document: OpenApi): string {
  const components = Object.entries(document.components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema, `component ${name}`)};`,
  );
  const methods = routesOf(document).map(({ method, path, operation }) =>
    methodOf(operation, `${method} ${path}`),
  );
  return `${components.join('\n')}\nexport interface Client {\n${methods.join('\n')}\n}\n`;
}

function methodOf(operation: Operation, where: string): string {
  const { operationId, parameters = [], requestBody } = operation;
  const fields = parameters.map(({ name, required, schema }) => {
    const type = typeOf(schema, `${where}, parameter ${name}`);
    return `${JSON.stringify(name)}${required === true ? '' : '?'}: ${type}`;
  });
  const optional = parameters.some(({ required }) => required === true) ? '' : '?';
  const asked = [
    ...(requestBody === undefined ? [] : [`body: ${contentOf(requestBody.content, `${where}, body`)}`]),
    ...(fields.length === 0 ? [] : [`parameters${optional}: { ${fields.join('; ')} }`]),
  ];
  return `  ${operationId}(${asked.join(', ')}): Promise<${answerOf(operation, where)}>;`;
}

/** What the good answers hold. Those without a body are 204, 302 and 304 alone. */
function answerOf({ responses }: Operation, where: string): string {
  const good = Object.entries(responses).filter(([status]) => /^[123]/.test(status));
  if (good.length === 0) throw new Error(`${where} has no good answer`);
  const types = good.map(([status, { content }]) => {
    const empty = ['204', '302', '304'].includes(status);
    if (empty !== (content === undefined))
      throw new Error(`${where}: ${status} has ${empty ? 'a' : 'no'} body`);
    return content === undefined ? 'undefined' : contentOf(content, `${where}, ${status}`);
  });
  return [...new Set(types)].join(' | ');
}

function contentOf(content: Record<string, { schema?: JsonSchema }>, where: string): string {
  const kinds = Object.entries(content).map(([type, { schema }]) => {
    if (schema === undefined) throw new Error(`${where} as ${type} has no schema`);
    return typeOf(schema, `${where} as ${type}`);
  });
  if (kinds.length === 0) throw new Error(`${where} has no media type`);
  return [...new Set(kinds)].join(' | ');
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

function typeOf(schema: JsonSchema, where: string): string {
  const { $ref: reference, type, format, properties, items } = schema;
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(schema['enum'])) return schema['enum'].map((each) => JSON.stringify(each)).join(' | ');
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(choices))
    return choices.map((each) => `(${typeOf(each as JsonSchema, where)})`).join(' | ');
  const parts = schema['allOf'];
  if (Array.isArray(parts)) return parts.map((each) => `(${typeOf(each as JsonSchema, where)})`).join(' & ');
  if (Array.isArray(type))
    return type.map((each: unknown) => typeOf({ ...schema, type: each }, where)).join(' | ');
  if (type === 'string' && format === 'binary') return 'Uint8Array';
  if (typeof type === 'string' && PLAIN[type] !== undefined) return PLAIN[type];
  if (type === 'array') return `(${typeOf((items ?? {}) as JsonSchema, `${where}[]`)})[]`;
  if (type === 'object') return objectOf(schema, properties as Record<string, JsonSchema> | undefined, where);
  // Any JSON on purpose: said so by a description, and never the whole of an answer.
  if (where.includes('.') || typeof schema['description'] === 'string') return 'unknown';
  throw new Error(`${where} says nothing of its type: ${JSON.stringify(schema)}`);
}

function objectOf(
  schema: JsonSchema,
  properties: Record<string, JsonSchema> | undefined,
  where: string,
): string {
  const required = new Set((schema['required'] ?? []) as string[]);
  const fields = Object.entries(properties ?? {}).map(
    ([name, each]) =>
      `${JSON.stringify(name)}${required.has(name) ? '' : '?'}: ${typeOf(each, `${where}.${name}`)}`,
  );
  const more = schema['additionalProperties'];
  const rest =
    typeof more === 'object' && more !== null
      ? [`[name: string]: ${fields.length === 0 ? typeOf(more as JsonSchema, `${where}.*`) : 'unknown'}`]
      : [];
  return `{ ${[...fields, ...rest].join('; ')} }`;
}
