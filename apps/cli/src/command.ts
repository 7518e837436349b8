import { ConfigError } from '@pressroom/config';

/** Runs a command: what its user can mend is told in words without a stack, and the exit code is 1. */
export function command(work: (args: readonly string[]) => Promise<void>): void {
  work(process.argv.slice(2)).catch((error: unknown) => {
    console.error(wordsOf(error));
    process.exit(1);
  });
}

/** A failure that the user of a command can do something about; only its message is shown. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The value after `--name`, or undefined. */
export function option(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const arg = args[at];
  if (arg === undefined) return undefined;
  return arg.includes('=') ? arg.slice(arg.indexOf('=') + 1) : args[at + 1];
}

function wordsOf(error: unknown): string {
  if (error instanceof ConfigError || error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
