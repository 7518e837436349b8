export { Acceptance, type Answer, type RepeatKey } from './acceptance';
export { type AcceptanceLimits, type Accepted, type ReportOrder } from './insert-report';
export {
  type Beat,
  type Claim,
  Executions,
  type LeaseSettings,
  type NewArtefact,
  type Publication,
  type Word,
} from './executions';
export {
  type Consequence,
  consequenceOf,
  type Ending,
  FINAL_STATUSES,
  isFinal,
  type RetryPolicy,
} from './outcomes';
export { isReportStatus, type ReportFilter, ReportReads } from './report-reads';
export { type Backlog, ReportBacklog } from './report-backlog';
export { ReportStandings, type Standing } from './report-standings';
export { Retention } from './retention';
export type { ArtefactView, ReportView } from './rows';
export { type DueBell, type Rescued, Sweeps, type SweepSettings } from './sweeps';
