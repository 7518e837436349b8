import { ContentProbe } from './content-probe';
import { codecFor } from './text-codec';

const probe = (bytes: Buffer, piece = 3) => {
  const content = new ContentProbe();
  for (let at = 0; at < bytes.length; at += piece) content.feed(bytes.subarray(at, at + piece));
  return content.end();
};
const swapped = (text: string) => Buffer.from(text, 'utf16le').swap16();

const TEXT = 'Date,Food\n2024-01-01,Crème brûlée “x” €\n';

describe('the content of a file', () => {
  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-8', Buffer.from(`\uFEFF${TEXT}😀`)],
    ['utf-16le', Buffer.from(`\uFEFF${TEXT}`, 'utf16le')],
    ['utf-16le', Buffer.from(TEXT, 'utf16le')],
    ['utf-16be', swapped(`\uFEFF${TEXT}`)],
    ['utf-16be', swapped(TEXT)],
    ['windows-1252', Buffer.from('Date,Food\n2024-01-01,Cr\xe8me br\xfbl\xe9e \x93x\x94 \x80\n', 'latin1')],
    ['windows-1252', Buffer.from('abc\xe8', 'latin1')],
  ] as const)('is told by its bytes: %s', (encoding, bytes) => {
    for (const piece of [1, 2, 3, 1000]) expect(probe(bytes, piece)).toBe(encoding);
  });

  it.each([
    ['a zip or xlsx file', '504b0304140000000800'],
    ['a gzip file', '1f8b0800'],
    ['a PNG image', '89504e470d0a1a0a0000'],
    ['a PDF', '255044462d312e370a'],
  ])('is refused when it is %s', (what, hex) => {
    expect(() => probe(Buffer.from(hex, 'hex'))).toThrow(what);
  });

  it.each([
    ['utf-8', Buffer.from(TEXT)],
    ['utf-16le', Buffer.from(TEXT, 'utf16le')],
    ['utf-16be', swapped(TEXT)],
    ['windows-1252', Buffer.from(TEXT.replace('“x” €', '\x93x\x94 \x80'), 'latin1')],
  ] as const)('is read piece by piece and written back byte by byte: %s', (encoding, bytes) => {
    for (const piece of [1, 2, 3, 1000]) {
      const codec = codecFor(encoding);
      let text = '';
      for (let at = 0; at < bytes.length; at += piece)
        text += codec.decode(Buffer.from(bytes.subarray(at, at + piece)));
      text += codec.end();
      expect(text).toBe(TEXT);
      expect(codec.encode(text).equals(bytes)).toBe(true);
    }
  });
});
