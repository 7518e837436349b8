import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What every log line of one piece of work carries. */
export interface WorkContext {
  requestId?: string;
  accountId?: string;
  reportId?: string;
  /** W3C Trace Context: `00-<32 hex>-<16 hex>-<2 hex>`. */
  traceparent?: string;
}

const storage = new AsyncLocalStorage<WorkContext>();

export function inContext<Result>(context: WorkContext, work: () => Result): Result {
  return storage.run(context, work);
}

/** The context of the work at hand; an empty one outside of any. */
export function currentContext(): WorkContext {
  return storage.getStore() ?? {};
}

/** Adds to the context of the work at hand, for what is learned on the way (who asks). */
export function extendContext(more: WorkContext): void {
  const store = storage.getStore();
  if (store !== undefined) Object.assign(store, more);
}

const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Goes on with the caller's trace under a new parent id, or begins one when the header is absent or bent. */
export function continueTrace(header: string | undefined): string {
  const parent = randomBytes(8).toString('hex');
  if (header !== undefined && TRACEPARENT.test(header))
    return `${header.slice(0, 36)}${parent}${header.slice(52)}`;
  return `00-${randomBytes(16).toString('hex')}-${parent}-01`;
}
