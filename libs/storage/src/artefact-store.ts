import type { Readable, Writable } from 'node:stream';

/** What a finished file is known by. */
export interface StoredFile {
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

/** A file that is being written. Nobody sees it before `commit`, and nobody ever sees a part of it. */
export interface NewArtefact {
  readonly key: string;
  /** Take its back-pressure seriously: at most some hundred kilobytes are held. */
  readonly sink: Writable;
  /**
   * Ends the sink when it is still open, makes the bytes durable and gives them their name.
   * @throws DomainError `exhausted`/`storage_full`, `unavailable`/`storage_unavailable`, `conflict`/`artefact_exists`;
   * the file is then gone, and another try needs another `create`
   */
  commit(): Promise<StoredFile>;
  /** Forgets what was written so far. Does nothing after a commit or a second time, and never throws. */
  discard(): Promise<void>;
}

export interface CreateOptions {
  /** Past this size the sink fails with DomainError `tooLarge`/`artefact_too_large`. */
  mostBytes?: number;
}

/** First and last byte, both included, as HTTP writes ranges. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface OpenArtefact {
  /** Only the asked range. Read it to its end or destroy it: it holds the file open. */
  stream: Readable;
  /** Size of the whole file. */
  bytes: number;
}

export interface OpenOptions {
  range?: ByteRange;
  /** The recorded size; another one on disk is damage. */
  expectedBytes?: number;
  /**
   * The recorded digest, lower-case hexadecimal; other bytes are damage, wherever in the file they are. A driver may
   * believe a file that it checked within the hour and that was not written since.
   */
  expectedSha256?: string;
}

/** Share and size of what is free where the files are; null where a store has no such limit. */
export interface FreeSpace {
  bytes: number;
  /** 0 to 1. */
  share: number;
}

/**
 * Keeps bytes under keys (see keys.ts). Written once, never changed. One contract suite runs over every driver.
 * Every method may throw DomainError `unavailable`/`storage_unavailable` (worth another try) and refuses a key that is
 * none with `broken`/`invalid_key`: keys come from rows and code, never from a client.
 */
export interface ArtefactStore {
  create(key: string, options?: CreateOptions): Promise<NewArtefact>;
  /** @throws DomainError `gone`/`artefact_gone` when there is no file, `broken`/`artefact_damaged` on another size
   * or other bytes, before any byte is given, `range`/`range_not_satisfiable` on a range outside the file */
  open(key: string, options?: OpenOptions): Promise<OpenArtefact>;
  /** @returns the size in bytes, or null when there is no file */
  size(key: string): Promise<number | null>;
  /** @returns false when there was no file */
  delete(key: string): Promise<boolean>;
  /** Removes everything of an account, a report or one execution, unfinished files too. @returns how many files went */
  deletePrefix(prefix: string): Promise<number>;
  /** Keys of finished files below a prefix (`''` for all) that are at least `olderThanMs` old, in no promised order. */
  list(prefix: string, olderThanMs?: number): AsyncIterable<string>;
  /** Removes unfinished files that nobody has touched for `olderThanMs`. @returns how many went */
  removeTemps(olderThanMs: number): Promise<number>;
  /** @throws DomainError `unavailable` when the store can't be reached or written */
  freeSpace(): Promise<FreeSpace | null>;
}
