import { headerTexts, SheetNames, TableNames } from './names';

describe('sheet names', () => {
  it('hold only what Excel accepts, and no two alike', () => {
    const names = new SheetNames();
    expect(names.take('By [Category]: a/b*?')).toBe('By Category a-b');
    expect(names.take("'Quoted'")).toBe('Quoted');
    expect(names.take('LOG')).toBe('LOG');
    expect(names.take('log')).toBe('log (2)');
    expect(names.take('Log')).toBe('Log (3)');
    expect(names.take('History')).toBe('Sheet History');
    expect(names.take('???')).toBe('Sheet');
    expect(names.take('')).toBe('Sheet (2)');
  });

  it('have at most 31 characters, numbers included, and no half of an emoji', () => {
    const names = new SheetNames();
    expect(names.take('x'.repeat(40))).toBe('x'.repeat(31));
    expect(names.take('x'.repeat(41))).toBe(`${'x'.repeat(27)} (2)`);
    expect(names.take('😀'.repeat(16))).toBe('😀'.repeat(15));
  });
});

describe('table names', () => {
  it.each(['Q1', 'ABC12', 'R1C1', 'r', 'C', '1st'])('never look like a cell: %s', (key) => {
    expect(new TableNames().take(key)).toBe(`table_${key}`);
  });

  it('are the keys otherwise', () => {
    const names = new TableNames();
    expect([names.take('topFoods'), names.take('TopFoods')]).toEqual(['topFoods', 'TopFoods_2']);
  });
});

describe('headers of an Excel table', () => {
  it('are one line each, never empty and unique', () => {
    expect(headerTexts(['A', 'a', '', 'two\nlines', 'x'.repeat(300)])).toEqual([
      'A',
      'a (2)',
      'Column 3',
      'two lines',
      'x'.repeat(255),
    ]);
  });
});
