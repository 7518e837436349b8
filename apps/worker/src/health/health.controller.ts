import { Controller, Get, Header, HttpCode, HttpStatus, Res } from '@nestjs/common';
import { Metrics } from '@pressroom/platform';
import { Readiness } from './readiness';

interface Reply {
  status(code: number): unknown;
}

/** The worker's own small door, for probes and scrapers. */
@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @HttpCode(HttpStatus.OK)
  live(): { status: string } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  async ready(
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<{ status: string; checks: Record<string, string> }> {
    const checks = await this.readiness.check();
    const ready = Object.values(checks).every((check) => check === 'ok');
    reply.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable', checks };
  }

  @Get('metrics')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  scrape(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
