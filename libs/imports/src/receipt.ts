/** What became of one file. */
export interface FileReceipt {
  name: string;
  /** Name of the kind it was recognised as; null when it was not recognised. */
  kind: string | null;
  /** Records after the header; blank lines don't count. */
  rowsRead: number;
  rowsKept: number;
  /** Already there. */
  rowsKnown: number;
  rowsRefused: number;
  /** Refused rows as a CSV file; null when there are none. */
  refusedKey: string | null;
  seconds: number;
  rowsPerSecond: number;
  notes: string[];
}

/** What became of an import, as its row keeps it; the door turns keys into signed links. */
export interface Receipt extends Omit<FileReceipt, 'name' | 'kind' | 'refusedKey'> {
  /** In the order of the request. */
  files: FileReceipt[];
}

/** Sums up the files. @param seconds of the whole import */
export function receiptOf(files: readonly FileReceipt[], seconds: number): Receipt {
  const total = (pick: (file: FileReceipt) => number): number =>
    files.reduce((sum, file) => sum + pick(file), 0);
  const rowsRead = total((file) => file.rowsRead);
  return {
    rowsRead,
    rowsKept: total((file) => file.rowsKept),
    rowsKnown: total((file) => file.rowsKnown),
    rowsRefused: total((file) => file.rowsRefused),
    ...paceOf(rowsRead, seconds),
    notes: files.length === 1 ? [...(files[0]?.notes ?? [])] : [],
    files: [...files],
  };
}

/** Seconds to the millisecond, and whole rows a second. */
export function paceOf(rows: number, seconds: number): { seconds: number; rowsPerSecond: number } {
  const rounded = Math.round(seconds * 1000) / 1000;
  return { seconds: rounded, rowsPerSecond: seconds > 0 ? Math.round(rows / seconds) : 0 };
}
