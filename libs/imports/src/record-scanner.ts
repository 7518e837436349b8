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

  /** A hot loop in one piece: a million records come through here a second. */
  private scan(final: boolean): void {
    const { text, delimiter, record } = this;
    const fields = record.fields;
    const mostColumns = this.limits.columns;
    const length = text.length;
    let at = 0;
    let lf = -1;
    let cr = -1;
    let quote = -1;
    let nul = -1;
    let cut = -1;
    while (at < length) {
      if (lf < at) lf = find(text, '\n', at);
      if (cr < at) cr = find(text, '\r', at);
      if (quote < at) quote = find(text, '"', at);
      const stop = lf < cr ? lf : cr;
      this.from = at;
      record.line = this.line;
      record.fault = null;
      if (quote < stop) {
        const next = this.quoted(at, final);
        if (next === -1) break;
        at = next;
      } else {
        if (stop === NONE && !final) break;
        // A CR at the very end may be half of a CRLF.
        if (stop === length - 1 && stop === cr && !final) break;
        const end = stop === NONE ? length : stop;
        let width = 0;
        let begin = at;
        for (;;) {
          if (cut < begin) cut = find(text, delimiter, begin);
          if (cut >= end) break;
          if (width === mostColumns) this.tooManyColumns();
          fields[width] = text.substring(begin, cut);
          width += 1;
          begin = cut + 1;
        }
        fields[width] = text.substring(begin, end);
        record.width = width + 1;
        this.to = end;
        at = stop === cr && stop !== NONE && text.charCodeAt(cr + 1) === 10 ? end + 2 : end + 1;
        this.line += 1;
      }
      if (this.to - this.from > this.limits.recordLength) this.tooLong();
      if (nul < this.from) nul = find(text, '\0', this.from);
      if (nul < this.to) record.fault = HAS_NUL;
      if (this.to > this.from) this.onRecord(record);
    }
    this.text = at >= length ? '' : text.substring(at);
    if (this.text.length > this.limits.recordLength) this.tooLong();
  }

  /** Reads a record that has quotation marks. @returns where the next one begins, or -1 when more text is needed */
  private quoted(begin: number, final: boolean): number {
    const { text, record } = this;
    const separator = this.delimiter.charCodeAt(0);
    record.width = 0;
    let lines = 1;
    let at = begin;
    for (;;) {
      let value: string;
      if (text.charCodeAt(at) === 34) {
        const close = closingQuote(text, at + 1);
        if (close === -1) return this.waitForQuote(final, record.line + lines - 1);
        value = text.substring(at + 1, close);
        lines += lineEnds(value);
        if (value.includes('"')) value = value.replaceAll('""', '"');
        at = close + 1;
        // A quotation mark in the last place may be the first of two.
        if (at === text.length && !final) return -1;
        const tail = plainEnd(text, at, separator);
        if (tail > at) record.fault = STRAY;
        at = tail;
      } else {
        const end = plainEnd(text, at, separator);
        value = text.substring(at, end);
        at = end;
      }
      if (record.width > this.limits.columns) this.tooManyColumns();
      record.fields[record.width] = value;
      record.width += 1;
      if (at >= text.length) {
        if (!final) return -1;
        break;
      }
      if (text.charCodeAt(at) !== separator) break;
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
