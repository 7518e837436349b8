import { StringDecoder } from 'node:string_decoder';
import type { TextEncoding } from './content-probe';

/** Turns the bytes of a file into text piece by piece, and text of it back into the very bytes. */
export interface TextCodec {
  decode(chunk: Buffer): string;
  /** What was left of an unfinished character. */
  end(): string;
  /** The bytes as they were received. */
  encode(text: string): Buffer;
  /** Bytes that a file of this encoding begins with, so that others read it rightly. */
  readonly mark: Buffer;
}

export function codecFor(encoding: TextEncoding): TextCodec {
  switch (encoding) {
    case 'utf-8':
      return unicode('utf8', Buffer.alloc(0), (bytes) => bytes);
    case 'utf-16le':
      return unicode('utf16le', Buffer.from([0xff, 0xfe]), (bytes) => bytes);
    case 'utf-16be':
      return bigEndian();
    case 'windows-1252':
      return windows1252();
  }
}

function unicode(encoding: 'utf8' | 'utf16le', mark: Buffer, swap: (bytes: Buffer) => Buffer): TextCodec {
  const decoder = new StringDecoder(encoding);
  let first = true;
  const unmarked = (text: string): string => {
    if (!first || text === '') return text;
    first = false;
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  };
  return {
    decode: (chunk) => unmarked(decoder.write(swap(chunk))),
    end: () => unmarked(decoder.end()),
    encode: (text) => Buffer.from(text, encoding),
    mark,
  };
}

function bigEndian(): TextCodec {
  let odd = Buffer.alloc(0);
  const little = unicode('utf16le', Buffer.from([0xfe, 0xff]), (chunk) => {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length - (bytes.length % 2);
    odd = Buffer.from(bytes.subarray(even));
    return bytes.subarray(0, even).swap16();
  });
  return { ...little, encode: (text) => Buffer.from(text, 'utf16le').swap16() };
}

// WHATWG's index of windows-1252 for 0x80 to 0x9F; the five bytes without a letter stay control characters.
const EXTRAS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
const BYTE_OF = new Map(Array.from(EXTRAS, (letter, at) => [letter, 0x80 + at] as const));
const HIGH = /[\u0080-\u009f]/g;

function windows1252(): TextCodec {
  return {
    decode: (chunk) =>
      chunk.toString('latin1').replace(HIGH, (byte) => EXTRAS[byte.charCodeAt(0) - 0x80] ?? byte),
    end: () => '',
    encode: (text) => Buffer.from(Array.from(text, (letter) => BYTE_OF.get(letter) ?? letter.charCodeAt(0))),
    mark: Buffer.alloc(0),
  };
}
