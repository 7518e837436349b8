import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logging';

/** Nest's own messages in the form of all others. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}
  log(message: unknown, context?: string): void {
    this.logger.debug({ 'log.logger': context }, String(message));
  }
  error(message: unknown, stack?: string, context?: string): void {
    this.logger.error({ 'log.logger': context, 'error.stack_trace': stack }, String(message));
  }
  warn(message: unknown, context?: string): void {
    this.logger.warn({ 'log.logger': context }, String(message));
  }
}
