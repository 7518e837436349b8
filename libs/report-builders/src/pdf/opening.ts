type Step = () => Promise<void>;

/** Rows held back at most before the document counts as long. */
const MOST_ROWS = 2000;
const SECTIONS_FOR_CONTENTS = 3;

/**
 * Decides whether a document gets a front page with contents before any page is drawn, without knowing its sections
 * in advance: the first calls are held back until a third section begins, or so many rows have come that the document
 * is long anyway, or it ends. What follows is drawn at once.
 */
export class Opening {
  private held: Step[] | null = [];
  private sections = 0;
  private rows = 0;

  /** @param decide called once, before the first step, with true for a front page */
  constructor(private readonly decide: (contents: boolean) => Promise<void>) {}

  async play(step: Step, rows: number): Promise<void> {
    if (this.held === null) return step();
    this.held.push(step);
    this.rows += rows;
    if (this.rows > MOST_ROWS) await this.open(true);
  }

  async section(step: Step): Promise<void> {
    this.sections++;
    await this.play(step, 0);
    if (this.held !== null && this.sections >= SECTIONS_FOR_CONTENTS) await this.open(true);
  }

  end(): Promise<void> {
    return this.open(false);
  }

  private async open(contents: boolean): Promise<void> {
    if (this.held === null) return;
    const steps = this.held;
    this.held = null;
    await this.decide(contents);
    for (const step of steps) await step();
  }
}
