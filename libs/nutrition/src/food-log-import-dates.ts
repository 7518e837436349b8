import { DomainError, isLocalDate } from '@pressroom/kernel';

/** Whether the day or the month stands first in dates such as `9/11/2024`. */
export type DateOrder = 'mdy' | 'dmy';

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,].*)?$/;

/**
 * Reads the dates of one column. Which of two numbers is the month is told by the column as a whole: a single 25 in
 * the second place settles it for all rows.
 */
export class DateColumn {
  private dayFirst = 0;
  private monthFirst = 0;
  private open = 0;
  private example = '';

  /** @param order what the client said; then nothing is guessed */
  constructor(private order: DateOrder | null) {}

  /** Look at every date before the first is read. */
  survey(text: string): void {
    const [, one = '', separator, other = ''] = YEAR_LAST.exec(text.trim()) ?? [];
    if (separator === undefined) return;
    const [first, second] = [Number(one), Number(other)];
    // Above 12 in both places it is no date at all; the same in both reads the same either way.
    if ((first > 12 && second > 12) || first === second) return;
    if (first > 12) this.dayFirst += 1;
    else if (second > 12) this.monthFirst += 1;
    else {
      this.open += 1;
      this.example ||= text.trim();
    }
  }

  /** @throws DomainError `invalid` `date_order_unknown` or `date_order_mixed` */
  decide(): void {
    if (this.order !== null) return;
    if (this.dayFirst > 0 && this.monthFirst > 0) {
      throw new DomainError('invalid', 'date_order_mixed', {
        detail: `${this.dayFirst} dates have the day first and ${this.monthFirst} the month: say which is right with ?dateOrder=mdy or ?dateOrder=dmy`,
      });
    }
    if (this.dayFirst > 0) this.order = 'dmy';
    else if (this.monthFirst > 0) this.order = 'mdy';
    else if (this.open > 0) {
      throw new DomainError('invalid', 'date_order_unknown', {
        detail: `dates such as ${this.example} can be read in two ways: say which with ?dateOrder=mdy or ?dateOrder=dmy`,
      });
    }
  }

  /** @returns `YYYY-MM-DD`, or null when it is no existing date of 1900 to 2199 */
  read(text: string): string | null {
    const given = text.trim();
    const yearFirst = YEAR_FIRST.exec(given);
    if (yearFirst !== null) return dateOf(yearFirst[1], yearFirst[2], yearFirst[3]);
    const yearLast = YEAR_LAST.exec(given);
    if (yearLast === null) return null;
    const [, one, , other, year] = yearLast;
    return this.order === 'dmy' ? dateOf(year, other, one) : dateOf(year, one, other);
  }

  /** What the receipt says about the order, when one was needed. */
  note(): string | null {
    if (this.order === null) return null;
    return `dates are read as ${this.order === 'mdy' ? 'month/day/year' : 'day/month/year'}`;
  }
}

function dateOf(year = '', month = '', day = ''): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) && date >= '1900-01-01' && date <= '2199-12-31' ? date : null;
}
