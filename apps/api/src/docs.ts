import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { CHAPTERS } from './http';
import { LOOK, WELCOME } from './docs-look';

const PROBLEM = {
  type: 'object',
  description: 'RFC 9457. `errors` has one entry for each wrong place.',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; meant for programs.' },
    instance: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
} as const;

/** The OpenAPI document, made from the routes and the very schemas that check their input. */
export function openApiOf(app: INestApplication): OpenAPIObject {
  const base = new DocumentBuilder()
    .setTitle('Pressroom')
    .setDescription(WELCOME)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'This service, under whatever name you reached it')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'The `accessToken` of signing in.',
      },
      'bearer',
    )
    .addApiKey(
      { type: 'apiKey', name: 'X-API-Key', in: 'header', description: 'A key of `POST /api/api-keys`.' },
      'key',
    )
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('key');
  for (const [name, about] of Object.entries(CHAPTERS)) base.addTag(name, about);
  const document = SwaggerModule.createDocument(app, base.build());
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: PROBLEM as unknown as Schema },
  };
  nameIds(document);
  return document;
}

/** What stands in an address is always a parameter; an `id` is a UUID: the routes check it, and clients may rely on it. */
function nameIds({ paths }: OpenAPIObject): void {
  for (const [path, item] of Object.entries(paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (operation === undefined) continue;
      const others = (operation.parameters ?? []).filter((each) => !('in' in each && each.in === 'path'));
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
        ...{ name, in: 'path' as const, required: true },
        schema: { type: 'string', ...(name === 'id' ? { format: 'uuid' } : {}) },
      }));
      operation.parameters = [...named, ...others];
    }
  }
}

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** Swagger UI at /docs, where each call can be tried; older addresses lead there. */
export function serveDocs(app: INestApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    customSiteTitle: 'Pressroom API',
    customCss: LOOK,
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      docExpansion: 'list',
      defaultModelsExpandDepth: -1,
      // Problems look alike everywhere: they are unfolded on demand.
      defaultModelRendering: 'model',
      defaultModelExpandDepth: 0,
      filter: true,
    },
  });
}
