import { DOWNLOAD_LINK_SECONDS } from '@pressroom/signing';

/** Half the life of a link: within this an unchanged answer keeps its tag, so a 304 leaves its links at least as long. */
export const TAG_WINDOW_MS = (DOWNLOAD_LINK_SECONDS * 1000) / 2;

export interface TaggedRow {
  updatedAt: Date;
  status: string;
  /** Whether the answer shows signed links, which are made anew at each read. */
  showsLinks: boolean;
}

/**
 * The weak ETag of a status read: changes with the row and, while links are shown, also with time, before one of them is
 * too old to be kept. Weak, for two answers under one tag differ in the signatures of their links.
 */
export function statusTag({ updatedAt, status, showsLinks }: TaggedRow, now: Date): string {
  const window = showsLinks ? Math.floor(now.getTime() / TAG_WINDOW_MS) : 0;
  return `W/"${updatedAt.getTime().toString(36)}-${status[0] ?? ''}${window.toString(36)}"`;
}
