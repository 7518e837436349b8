import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  type ApiResponseOptions,
  type OpenAPIObject,
} from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { REVALIDATED } from './revalidate';

type OpenApiSchema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const PROBLEMS = {
  400: 'Unreadable: broken JSON or encoding.',
  401: 'Not signed in, or the proof of identity is wrong.',
  403: 'Not for this role.',
  404: 'Not there, or not yours.',
  409: 'In conflict with what is there.',
  410: 'Was there once.',
  413: 'Larger than this address takes.',
  415: 'Not a media type that this address takes.',
  416: 'The range lies outside the file.',
  422: 'Readable but wrong; `errors` names every place.',
  429: 'Too many; `Retry-After` says when to come back.',
  503: 'Not now; `Retry-After` says when to come back.',
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

export interface Description {
  /** Name of the operation in generated clients. */
  id: string;
  summary: string;
  description?: string;
  body?: z.ZodType;
  /** A body that works as it stands. */
  example?: unknown;
  /** Several of them instead, by what they show. */
  examples?: Readonly<Record<string, unknown>>;
  query?: z.ZodObject;
  /** Takes `Idempotency-Key`. */
  repeatable?: boolean;
  status: number;
  /** None for 204. */
  answer?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  answers?: readonly string[];
  /** The answer gets a strong ETag, and 304 when the client has it already. Personal by its `Cache-Control`. */
  revalidated?: boolean;
  /** Other good ends: status and what it means. Those with a body have that of the first. */
  also?: Readonly<Partial<Record<200 | 206 | 304, string>>>;
  /** Headers of the good answer and what they say. */
  headers?: Readonly<Record<string, string>>;
  problems: readonly ProblemStatus[];
}

/** Describes a route for the OpenAPI document from the very schemas that check it. */
export function Documented(given: Description): MethodDecorator {
  const route = given.revalidated === true ? { ...given, ...revalidatedParts(given) } : given;
  return applyDecorators(
    ...(route.revalidated === true ? [RouteConfig(REVALIDATED)] : []),
    ApiOperation({
      operationId: route.id,
      summary: route.summary,
      ...(route.description === undefined ? {} : { description: route.description }),
    }),
    ...bodyOf(route),
    ...queryOf(route.query),
    ...(route.repeatable === true ? [REPEAT_HEADER] : []),
    ApiResponse(successOf(route)),
    ...Object.entries(route.also ?? {}).map(([code, description]) =>
      ApiResponse({ ...(code === '304' ? {} : successOf(route)), status: Number(code), description }),
    ),
    ...route.problems.map((code) =>
      ApiResponse({ status: code, description: PROBLEMS[code], content: PROBLEM }),
    ),
    ApiResponse({
      status: 'default',
      description: 'Any other problem: 405 with `Allow`, 503 while a server is away.',
      content: PROBLEM,
    }),
  );
}

function revalidatedParts({ also, headers }: Description): Pick<Description, 'also' | 'headers'> {
  return {
    also: { 304: 'Not changed.', ...also },
    headers: { ETag: 'For If-None-Match.', ...headers },
  };
}

type Headers = NonNullable<ApiResponseOptions['headers']>;

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

const REPEAT_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'Up to 255 characters. The same key with the same body gets the first answer again, for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
});

function bodyOf({ body, example, examples }: Description): MethodDecorator[] {
  if (body === undefined) return [];
  const shown = examples ?? (example === undefined ? {} : { example });
  return [
    ApiBody({
      required: true,
      schema: jsonSchema(body, 'input'),
      examples: Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, { value }])),
    }),
  ];
}

function queryOf(query: z.ZodObject | undefined): MethodDecorator[] {
  if (query === undefined) return [];
  return Object.entries(query.shape).map(([name, schema]) => {
    // What a parameter means, not the text that it is in a URL.
    const described = jsonSchema(schema as z.ZodType, 'output') as { description?: string };
    return ApiQuery({
      name,
      required: false,
      schema: described as OpenApiSchema,
      description: described.description ?? '',
    });
  });
}

function successOf({ status, answer, answers, headers = {} }: Description): ApiResponseOptions {
  const described = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  const common = {
    status,
    description: STATUSES[status] ?? 'The answer.',
    ...(described.length === 0 ? {} : { headers: Object.fromEntries(described) as Headers }),
  };
  if (answers !== undefined) return { ...common, content: filesOf(answers) };
  if (answer === undefined) return common;
  return { ...common, content: { 'application/json': { schema: jsonSchema(answer, 'output') } } };
}

const STATUSES: Readonly<Record<number, string>> = {
  201: 'Made.',
  202: 'Taken in; the work goes on.',
  204: 'Done; nothing more to say.',
  302: 'Look there.',
};

function filesOf(types: readonly string[]): Record<string, { schema: OpenApiSchema }> {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): OpenApiSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as OpenApiSchema;
}
