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
import { z } from 'zod';

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
  query?: z.ZodObject;
  /** Takes `Idempotency-Key`. */
  repeatable?: boolean;
  status: number;
  /** None for 204. */
  answer?: z.ZodType;
  /** Media type of an answer that is not JSON. */
  answers?: readonly string[];
  problems: readonly ProblemStatus[];
}

/** Describes a route for the OpenAPI document from the very schemas that check it. */
export function Documented(route: Description): MethodDecorator {
  return applyDecorators(
    ApiOperation({
      operationId: route.id,
      summary: route.summary,
      ...(route.description === undefined ? {} : { description: route.description }),
    }),
    ...bodyOf(route),
    ...queryOf(route.query),
    ...(route.repeatable === true ? [REPEAT_HEADER] : []),
    ApiResponse(successOf(route)),
    ...route.problems.map((code) =>
      ApiResponse({
        status: code,
        description: PROBLEMS[code],
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      }),
    ),
  );
}

const REPEAT_HEADER = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description:
    'Up to 255 characters. The same key with the same body gets the first answer again, for 24 hours.',
  schema: { type: 'string', maxLength: 255 },
});

function bodyOf({ body, example }: Description): MethodDecorator[] {
  if (body === undefined) return [];
  const schema = jsonSchema(body, 'input');
  return [
    ApiBody({
      required: true,
      schema: example === undefined ? schema : ({ ...schema, example } as OpenApiSchema),
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

function successOf({ status, answer, answers }: Description): ApiResponseOptions {
  if (answers !== undefined) {
    const content = Object.fromEntries(
      answers.map((type) => [type, { schema: { type: 'string' as const, format: 'binary' } }]),
    );
    return { status, description: 'The answer.', content };
  }
  if (answer === undefined) return { status, description: 'Done.' };
  return {
    status,
    description: 'The answer.',
    content: { 'application/json': { schema: jsonSchema(answer, 'output') } },
  };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): OpenApiSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as OpenApiSchema;
}
