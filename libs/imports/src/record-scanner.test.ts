import { RecordScanner } from './record-scanner';

const LIMITS = { recordLength: 1000, columns: 20 };

interface Seen {
  line: number;
  fields: string[];
  fault: string | null;
  raw: string;
}

function scan(text: string, piece = text.length, delimiter = ','): Seen[] {
  const seen: Seen[] = [];
  const scanner = new RecordScanner(delimiter, LIMITS, (record) => {
    seen.push({
      line: record.line,
      fields: record.fields.slice(0, record.width),
      fault: record.fault,
      raw: record.raw(),
    });
  });
  for (let at = 0; at < text.length; at += piece) scanner.push(text.slice(at, at + piece));
  scanner.end();
  return seen;
}

const cells = (text: string): string[][] => scan(text).map(({ fields }) => fields);

/** The plainest reading of RFC 4180, letter by letter, to hold the fast one to. */
function plainly(text: string): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let begun = false;
  const close = (): void => {
    if (begun || fields.length > 0) records.push([...fields, field]);
    fields = [];
    field = '';
    begun = false;
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quoted) {
      if (letter !== '"') field += letter;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"' && field === '' && text[at - 1] !== '"') quoted = begun = true;
    else if (letter === ',') {
      fields.push(field);
      field = '';
      begun = true;
    } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at += 1;
      close();
    } else {
      field += letter;
      begun = true;
    }
  }
  close();
  return records;
}

describe('records of a CSV text', () => {
  it('end with LF, CRLF or CR, also mixed, and the last without', () => {
    expect(cells('a,b\nc,d\r\ne,f\rg,h')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h'],
    ]);
  });

  it('know their line, blank ones and those within quotation marks counted', () => {
    expect(scan('h\n\n"a\nb\r\nc"\rd\n').map(({ line, fields }) => [line, fields[0]])).toEqual([
      [1, 'h'],
      [3, 'a\nb\r\nc'],
      [6, 'd'],
    ]);
  });

  it('keep quoted delimiters, doubled quotation marks and those in the middle of a field', () => {
    expect(cells('"a,b","say ""hm""","",5" pipe,\n')).toEqual([['a,b', 'say "hm"', '', '5" pipe', '']]);
  });

  it('are given back as they stand', () => {
    expect(scan('"a ""x""",b \r\n').map(({ raw }) => raw)).toEqual(['"a ""x""",b ']);
  });

  it('are at fault with text after a closing quotation mark, or with U+0000', () => {
    expect(scan('"a"b,c\nd,e\nf\0,g\nh,i').map(({ fault }) => fault)).toEqual([
      expect.stringContaining('closing quotation mark'),
      null,
      expect.stringContaining('U+0000'),
      null,
    ]);
  });

  it('are cut by any delimiter', () => {
    expect(scan('a;b,c;"d;e"', 3, ';').map(({ fields }) => fields)).toEqual([['a', 'b,c', 'd;e']]);
  });

  it('end the file when they have no end', () => {
    expect(() => scan('a\n"b\nc')).toThrow('line 2 opens a quotation mark');
    expect(() => scan(`a\n${'x'.repeat(1001)}\n`)).toThrow('line 2 has more than 1000 characters');
    expect(() => scan(`a\n"${'x'.repeat(5000)}`, 100)).toThrow('more than 1000 characters');
    expect(() => scan(','.repeat(25))).toThrow('more than 20 columns');
    expect(() => scan('"",'.repeat(25))).toThrow('more than 20 columns');
  });

  it('are the same however the text is cut, and as the plainest reader sees them', () => {
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const fields = ['a', 'bc', '', 'x y', '"q"', '"q,r"', '"s ""t"" u"', '"v\nw"', '"\r\n"', '""', 'é', '😀'];
    const ends = ['\n', '\r\n', '\r', '\n\n'];
    for (let round = 0; round < 300; round += 1) {
      let text = '';
      for (let record = random(6); record >= 0; record -= 1) {
        text += Array.from({ length: 1 + random(4) }, () => fields[random(fields.length)]).join(',');
        text += record === 0 && random(2) === 0 ? '' : (ends[random(ends.length)] ?? '');
      }
      const whole = scan(text);
      expect(whole.map((record) => record.fields)).toEqual(plainly(text));
      for (const piece of [1, 2, 3, 7]) expect(scan(text, piece)).toEqual(whole);
    }
  });
});
