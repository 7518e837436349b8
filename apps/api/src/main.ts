import { loadConfig } from '@pressroom/config';
import { armCrashPoints, createLogger, errorFields, handleSignals } from '@pressroom/platform';
import { loadTestTemplates } from '@pressroom/templates';
import { startApi } from './create-app';

const HARD_EXIT_MS = 30_000;

async function main(): Promise<void> {
  const config = loadConfig();
  armCrashPoints(config.faults);
  loadTestTemplates(config.testTemplates);
  const logger = createLogger({ service: 'pressroom-api', level: config.logLevel });
  const { port, close } = await startApi(config, logger);
  handleSignals({ logger, close, hardExitMs: HARD_EXIT_MS });
  logger.info({ 'event.action': 'listening', port }, 'listening');
}

main().catch((error: unknown) => {
  createLogger({ service: 'pressroom-api', level: 'info' }).fatal(
    errorFields(error),
    'the api did not start',
  );
  process.exit(1);
});
