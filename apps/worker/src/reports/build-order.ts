import type { Claim } from '@pressroom/reports';
import type { BuildOrder, BuiltArtefact } from '../builds/messages';

/** Each execution writes where no other one does: a stale writer can't touch the winner's bytes. */
export function folderOf(claim: Pick<Claim, 'accountId' | 'id' | 'claimNo' | 'leaseToken'>): string {
  return `${claim.accountId}/${claim.id}/${claim.claimNo}-${claim.leaseToken}`;
}

/** What a claimed report asks of a build thread. */
export function orderOf(claim: Claim): BuildOrder {
  return {
    reportId: claim.id,
    accountId: claim.accountId,
    template: claim.template,
    formats: claim.formats as BuiltArtefact['format'][],
    parameters: claim.parameters,
    context: claim.context,
    folder: folderOf(claim),
    timeLeftMs: claim.limitMs,
    traceparent: claim.traceparent,
  };
}
