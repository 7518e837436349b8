import { cleanText } from '@pressroom/document';
import { STYLES } from './style';
import type { Heading } from '@pressroom/document';
import type { Landmarks } from './landmarks';
import type { Press } from './press';
import type { Element, Role } from './structure';
import type { TextStyle } from './style';

interface Waiting {
  role: Role;
  text: string;
  style: TextStyle;
  /** Level in contents and bookmarks; null for headings too small for them. */
  level: 1 | 2 | null;
  before: number;
  after: number;
}

/** Headings wait for what they head, so that none is the last line of a page. */
export class Headings {
  private waiting: Waiting[] = [];
  private titled = false;
  private secondLevel = false;

  constructor(
    private readonly press: Press,
    private readonly landmarks: Landmarks,
  ) {}

  get any(): boolean {
    return this.waiting.length > 0;
  }

  /** Text of the heading that what comes next stands under, if nothing stands between. */
  get last(): string | null {
    return this.waiting.at(-1)?.text ?? null;
  }

  /** @param title empty for a section without a heading of its own, whose headings then count one level more */
  section(title: string): void {
    this.secondLevel = false;
    this.titled = title !== '';
    this.landmarks.leaveChapter();
    if (!this.titled) return;
    const before = this.press.flow.count === 0 ? 0 : 18;
    this.waiting.push({ role: 'H2', text: title, style: STYLES.section, level: 1, before, after: 6 });
  }

  heading(block: Heading): void {
    // A level must not be skipped, for readers that step from heading to heading.
    const sub = block.level === 3 && this.secondLevel;
    if (!sub) this.secondLevel = true;
    const depth = (this.titled ? 3 : 2) + (sub ? 1 : 0);
    const role = depth === 2 ? 'H2' : depth === 3 ? 'H3' : 'H4';
    const style = block.level === 2 ? STYLES.heading2 : STYLES.heading3;
    const level = block.level === 3 ? null : this.titled ? 2 : 1;
    this.waiting.push({ role, text: cleanText(block.text), style, level, before: 12, after: 3 });
  }

  /** Draws what waits on one page with the `height` that follows, and sees to room for that height alone if none does. */
  place(height: number, parent: Element): void {
    const { press, waiting } = this;
    this.waiting = [];
    const set = waiting.map((heading) => ({
      heading,
      lines: press.wrap(heading.text, heading.style, press.flow.width),
    }));
    let own = 0;
    for (const { heading, lines } of set)
      own += heading.before + heading.after + lines.length * heading.style.leading;
    press.flow.need(Math.min(own + height, press.flow.body));
    for (const { heading, lines } of set) {
      press.flow.space(heading.before);
      if (heading.level !== null) this.landmarks.note(heading.text, heading.level);
      const element = press.structure.open(heading.role, parent);
      press.lines(element, lines, heading.style);
      press.structure.close(element);
      press.flow.y += heading.after;
    }
  }
}
