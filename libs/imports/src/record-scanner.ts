import { DomainError } from '@pressroom/kernel';

export interface ScanLimits {
  /** Characters of one record. */
  recordLength: number;
  columns: number;
}

/** One record, good only during the call: the scanner uses the same object for all. */
export interface ScannedRecord {
  /** Line of the file on which it begins, from 1. */
  line: number;
  /** Field texts without their quotes; only the first `width` count. */
  fields: string[];
  width: number;
  /** Why it can't be taken apart, or null. */
  fault: string | null;
  /** As it stands in the file, without its line end. */
  raw(): string;
}

/** Stands for "not in this text": larger than any position. */
const NONE = Number.MAX_SAFE_INTEGER;

const STRAY = 'has text after a closing quotation mark';
const HAS_NUL = 'contains the character U+0000';

/**
 * Takes CSV text apart (RFC 4180, any one-character delimiter; LF, CRLF and CR end a line, also mixed). Text comes in
 * pieces of any size. Records without quotation marks, the most of all, are cut by four running searches that never look
 * at a character twice; the others go letter by letter.
 */
export class RecordScanner {
  private text = '';
  private line = 1;
  private from = 0;
  private to = 0;
  /** The next delimiter and the next U+0000 of the text, as far as they have been looked for. */
  private cut = -1;
  private nul = -1;
  private readonly record: ScannedRecord = {
    line: 1,
    fields: [],
    width: 0,
    fault: null,
    raw: () => this.text.substring(this.from, this.to),
  };

  constructor(
    private readonly delimiter: string,
    private readonly limits: ScanLimits,
    private readonly onRecord: (record: ScannedRecord) => void,
  ) {}

  /** @throws DomainError `invalid` `record_too_long`, `unclosed_quote` or `too_many_columns` */
  push(text: string): void {
    this.text = this.text === '' ? text : this.text + text;
    this.scan(false);
  }

  /** After the last piece: what is left is a record too, with or without a line end. */
  end(): void {
    this.scan(true);
  }

  private scan(final: boolean): void {
    const { text, record } = this;
    let at = 0;
    let lf = -1;
    let cr = -1;
    let quote = -1;
    this.nul = -1;
    this.cut = -1;
    while (at < text.length) {
      if (lf < at) lf = find(text, '\n', at);
      if (cr < at) cr = find(text, '\r', at);
      if (quote < at) quote = find(text, '"', at);
      const stop = lf < cr ? lf : cr;
      this.from = at;
      record.line = this.line;
      record.fault = null;
      const next = quote < stop ? this.quoted(at, final) : this.plain(at, stop, final);
      if (next === -1) break;
      at = next;
      this.deliver();
    }
    this.text = at >= text.length ? '' : text.substring(at);
    if (this.text.length > this.limits.recordLength) this.tooLong();
  }

  /** Cuts a record without quotation marks. @returns where the next one begins, or -1 when more text is needed */
  private plain(from: number, stop: number, final: boolean): number {
    const { text, delimiter, record } = this;
    // A CR at the very end may be half of a CRLF.
    if (!final && (stop === NONE || (stop === text.length - 1 && text.charCodeAt(stop) === 13))) return -1;
    const end = stop === NONE ? text.length : stop;
    let width = 0;
    let begin = from;
    for (;;) {
      if (this.cut < begin) this.cut = find(text, delimiter, begin);
      if (this.cut >= end) break;
      if (width === this.limits.columns) this.tooManyColumns();
      record.fields[width] = text.substring(begin, this.cut);
      width += 1;
      begin = this.cut + 1;
    }
    record.fields[width] = text.substring(begin, end);
    record.width = width + 1;
    this.to = end;
    this.line += 1;
    return text.charCodeAt(end) === 13 && text.charCodeAt(end + 1) === 10 ? end + 2 : end + 1;
  }

  private deliver(): void {
    if (this.to - this.from > this.limits.recordLength) this.tooLong();
    if (this.nul < this.from) this.nul = find(this.text, '\0', this.from);
    if (this.nul < this.to) this.record.fault = HAS_NUL;
    if (this.to > this.from) this.onRecord(this.record);
  }

  /** Reads a record that has quotation marks. @returns where the next one begins, or -1 when more text is needed */
  private quoted(begin: number, final: boolean): number {
    const { text, record } = this;
    const separator = this.delimiter.charCodeAt(0);
    record.width = 0;
    let lines = 1;
    let at = begin;
    for (;;) {
      const isQuoted = text.charCodeAt(at) === 34;
      const end = isQuoted ? closingQuote(text, at + 1) : plainEnd(text, at, separator);
      if (end === -1) return this.waitForQuote(final, record.line + lines - 1);
      const value = text.substring(isQuoted ? at + 1 : at, end);
      at = isQuoted ? end + 1 : end;
      if (isQuoted) {
        lines += lineEnds(value);
        // A quotation mark in the last place may be the first of two.
        if (at === text.length && !final) return -1;
        const tail = plainEnd(text, at, separator);
        if (tail > at) record.fault = STRAY;
        at = tail;
      }
      if (record.width > this.limits.columns) this.tooManyColumns();
      record.fields[record.width] = isQuoted && value.includes('"') ? value.replaceAll('""', '"') : value;
      record.width += 1;
      if (at >= text.length && !final) return -1;
      if (at >= text.length || text.charCodeAt(at) !== separator) break;
      at += 1;
    }
    this.to = at;
    if (text.charCodeAt(at) === 13) {
      if (at + 1 === text.length && !final) return -1;
      if (text.charCodeAt(at + 1) === 10) at += 1;
    }
    this.line += lines;
    return at + 1;
  }

  private waitForQuote(final: boolean, line: number): -1 {
    if (!final) return -1;
    throw new DomainError('invalid', 'unclosed_quote', {
      detail: `line ${line} opens a quotation mark that is never closed`,
    });
  }

  private tooLong(): never {
    throw new DomainError('invalid', 'record_too_long', {
      detail: `the record that begins on line ${this.record.line} has more than ${this.limits.recordLength} characters`,
    });
  }

  private tooManyColumns(): never {
    throw new DomainError('invalid', 'too_many_columns', {
      detail: `line ${this.record.line} has more than ${this.limits.columns} columns`,
    });
  }
}

function find(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at === -1 ? NONE : at;
}

/** Position of the quotation mark that ends a field; doubled ones belong to the field. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charCodeAt(at + 1) !== 34) return at;
  }
  return -1;
}

function plainEnd(text: string, from: number, separator: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === separator || code === 10 || code === 13) break;
  }
  return at;
}

function lineEnds(value: string): number {
  if (!value.includes('\n') && !value.includes('\r')) return 0;
  return value.split(/\r\n|\n|\r/).length - 1;
}
