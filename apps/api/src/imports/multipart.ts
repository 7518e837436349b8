import multipart from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import { DomainError } from '@pressroom/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Lets a route take `multipart/form-data`; every other one answers it with 415. */
export function TakesUploads(): MethodDecorator {
  return RouteConfig({ takesUploads: true });
}

/** Teaches the server multipart. Nothing of a body is read before the route asks for it, so after the guards. */
export async function readMultipart(server: FastifyInstance): Promise<void> {
  await server.register(multipart, { throwFileSizeLimit: false });
  server.addHook('preParsing', (request: FastifyRequest, _reply, _payload, done: (error?: Error) => void) => {
    const { config, url } = request.routeOptions as { config?: { takesUploads?: boolean }; url?: string };
    const form = request.headers['content-type']?.toLowerCase().startsWith('multipart/') === true;
    if (!form || url === undefined || config?.takesUploads === true) return done();
    done(
      new DomainError('unsupported', 'unsupported_media_type', { detail: 'this address takes no uploads' }),
    );
  });
}
