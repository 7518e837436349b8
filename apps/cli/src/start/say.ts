/** What the start says on the terminal: one line a fact, a progress line that is drawn over where that is possible. */
export interface Say {
  line(text: string): void;
  /** A fact that took the given milliseconds. */
  done(what: string, milliseconds: number): void;
  progress(text: string): void;
  warn(text: string): void;
}

export function terminal(output: NodeJS.WriteStream = process.stdout): Say {
  // A terminal that is gone must not keep the stop from finishing.
  output.on('error', () => undefined);
  let drawn = false;
  let last = '';
  const clear = (): void => {
    if (drawn) output.write('\r\u001b[K');
    drawn = false;
  };
  const line = (text: string): void => {
    clear();
    output.write(`${text}\n`);
  };
  return {
    line,
    done: (what, milliseconds) => line(`  ${what} (${seconds(milliseconds)})`),
    progress: (text) => {
      if (text === last) return;
      last = text;
      if (!output.isTTY) return line(`  ${text}`);
      output.write(`\r\u001b[K  ${text}`);
      drawn = true;
    },
    warn: (text) => line(`! ${text}`),
  };
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
