import type { Entry } from './contents';
import type { PdfBookmark } from './pdf-file';
import type { Press } from './press';

/** Places that contents and bookmarks lead to, in the order of the document. */
export class Landmarks {
  readonly entries: Entry[] = [];
  private chapter: PdfBookmark | null = null;

  constructor(private readonly press: Press) {}

  /** Later second-level places stand by themselves until a first-level one comes. */
  leaveChapter(): void {
    this.chapter = null;
  }

  /** Remembers where drawing stands, and sets a bookmark there. */
  note(title: string, level: 1 | 2): void {
    const { flow, file } = this.press;
    const { page } = flow;
    if (page === undefined) return;
    const y = Math.max(0, flow.y - 6);
    this.entries.push({ title, level, page, index: flow.count - 1, y });
    const bookmark = file.bookmark(title, y, level === 1 ? null : this.chapter, level === 1);
    if (level === 1) this.chapter = bookmark;
  }
}
