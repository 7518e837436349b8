import multipart from '@fastify/multipart';
import { RouteConfig } from '@nestjs/platform-fastify';
import { DomainError } from '@pressroom/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Lets a route take `multipart/form-data`; every other one answers it with 415. */
export function TakesUploads(): MethodDecorator {
  return RouteConfig({ takesUploads: true });
}

/** Room for part headers and boundaries beside the files. */
export const FORM_BYTES = 65_536;

/**
 * Teaches the server multipart. Nothing of a body is read before the route asks for it, so after the guards.
 * @param limitBytes of all files of a request together
 */
export function readMultipart(server: FastifyInstance, limitBytes: number): void {
  // Not waited for: Fastify loads it with everything else, before the first request.
  void server.register(multipart, { throwFileSizeLimit: false });
  server.addHook('onRoute', (route) => {
    if (takesUploads(route.config)) route.bodyLimit = limitBytes + FORM_BYTES;
  });
  server.addHook('preParsing', (request: FastifyRequest, _reply, _payload, done: (error?: Error) => void) => {
    const { config, url } = request.routeOptions;
    const form = request.headers['content-type']?.toLowerCase().startsWith('multipart/') === true;
    if (!form || url === undefined || takesUploads(config)) return done();
    done(
      new DomainError('unsupported', 'unsupported_media_type', { detail: 'this address takes no uploads' }),
    );
  });
}

function takesUploads(config: object | undefined): boolean {
  return config !== undefined && 'takesUploads' in config && config.takesUploads === true;
}
