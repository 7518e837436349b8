import type { Metrics } from '@pressroom/platform';
import type { Claim, Ending } from '@pressroom/reports';
import type { Built } from '../builds/build-thread';

/** What operators see of reports. Labels are names of templates, formats and codes. */
export class ReportMetrics {
  private readonly attempts;
  private readonly ended;
  private readonly fencedBuilds;
  private readonly dropped;
  private readonly phases;
  private readonly wait;
  private readonly lag;
  private readonly rescued;
  private readonly lastClaim;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter('pressroom_report_executions_total', 'Executions that began', [
      'template',
    ]);
    this.ended = metrics.counter('pressroom_report_endings_total', 'Executions by how they ended', [
      'template',
      'ending',
      'code',
    ]);
    this.fencedBuilds = metrics.counter('pressroom_report_fenced_total', 'Executions whose lease was lost', [
      'template',
    ]);
    this.dropped = metrics.counter('pressroom_report_bells_dropped_total', 'Stale or double deliveries');
    this.phases = metrics.histogram('pressroom_report_phase_seconds', 'Time in each phase', [
      'template',
      'phase',
    ]);
    this.wait = metrics.histogram('pressroom_report_wait_seconds', 'From the request to the first claim', [
      'template',
    ]);
    this.lag = metrics.histogram('pressroom_dispatch_seconds', 'One round of the dispatcher');
    this.lastClaim = metrics.gauge(
      'pressroom_report_last_claim_timestamp_seconds',
      'When this worker last began an execution; 0 when it has not yet',
    );
    this.rescued = metrics.counter('pressroom_report_rescued_total', 'Reports taken back from lost workers');
  }

  claimed(claim: Claim): void {
    this.lastClaim.setToCurrentTime();
    this.attempts.inc({ template: claim.template });
    if (claim.attempts === 1)
      this.wait.observe({ template: claim.template }, (Date.now() - claim.createdAt.getTime()) / 1000);
  }

  completed(claim: Claim, { timings }: Built): void {
    this.ended.inc({ template: claim.template, ending: 'completed', code: '' });
    this.phases.observe({ template: claim.template, phase: 'read' }, timings.readMs / 1000);
    this.phases.observe({ template: claim.template, phase: 'write' }, timings.writeMs / 1000);
  }

  released(claim: Claim, ending: Ending, status: string | null): void {
    const code = 'code' in ending ? ending.code : '';
    this.ended.inc({ template: claim.template, ending: status === null ? 'fenced' : ending.kind, code });
  }

  fenced(claim: Claim): void {
    this.fencedBuilds.inc({ template: claim.template });
  }

  bellDropped(): void {
    this.dropped.inc();
  }

  dispatched(seconds: number, rescued: number): void {
    this.lag.observe(seconds);
    if (rescued > 0) this.rescued.inc(rescued);
  }
}
