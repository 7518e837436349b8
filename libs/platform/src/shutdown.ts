import { errorFields, type Logger } from './logging';

export interface ShutdownOptions {
  logger: Logger;
  /** Ends the work in order; the process exits when it resolves. */
  close: () => Promise<void>;
  /** Milliseconds after which the process exits anyway. */
  hardExitMs: number;
}

/** A terminal and the program that started this one may both pass on the same key press. */
const SAME_SIGNAL_MS = 1500;

/**
 * SIGTERM and SIGINT close in order, once; a second signal or the time limit exits at once.
 * A rejection that nobody handled is a bug: it is logged, and the process goes on, since no work of others is at fault.
 */
export function handleSignals({ logger, close, hardExitMs }: ShutdownOptions): void {
  let closingSince: number | null = null;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (closingSince !== null) {
      if (performance.now() - closingSince < SAME_SIGNAL_MS) return;
      logger.warn({ 'event.action': 'second-signal' }, 'second signal: exit at once');
      process.exit(1);
    }
    closingSince = performance.now();
    logger.info({ 'event.action': 'shutdown', signal }, 'shutting down');
    setTimeout(() => {
      logger.error({ 'event.action': 'hard-exit' }, 'closing took too long');
      process.exit(1);
    }, hardExitMs).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(errorFields(error), 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('unhandledRejection', (reason) => logger.error(errorFields(reason), 'unhandled rejection'));
}
