import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, RouteOptions } from 'fastify';

const DOORS = ['/assignment/', '/api/feedback/'];

/** Raises the body limit of the feedback doors. Made before any route is, so that it sees them all. */
@Injectable()
export class BodyLimits {
  constructor({ httpAdapter }: HttpAdapterHost, limitBytes: number) {
    const server = httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRoute', (route: RouteOptions) => {
      if (DOORS.some((door) => route.url.startsWith(door))) route.bodyLimit = limitBytes;
    });
  }
}
