/**
 * Gives each name once: the second `log` becomes `log_2`. Letter case makes no difference, as in file systems and Excel.
 */
export class UniqueNames {
  private readonly taken = new Set<string>();

  constructor(
    /** Builds the n-th candidate (n from 2) for a name that is taken. */
    private readonly next: (name: string, n: number) => string = (name, n) => `${name}_${n}`,
  ) {}

  take(name: string): string {
    let candidate = name;
    for (let n = 2; this.taken.has(candidate.toLowerCase()); n += 1) candidate = this.next(name, n);
    this.taken.add(candidate.toLowerCase());
    return candidate;
  }
}
