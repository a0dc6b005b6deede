import { describe, expect, it } from 'vitest';
import { contentStart, countLineEnds, detectDelimiter } from '../src/csv-lines.ts';

describe('countLineEnds', () => {
  it('counts \\n, \\r\\n and \\r once each', () => {
    const text = 'a\nb\r\nc\rd\n\r';
    expect(countLineEnds(text, 0, text.length)).toBe(5);
    expect(countLineEnds(text, 2, 5)).toBe(1);
  });
});

describe('contentStart', () => {
  it('skips blank lines and comments', () => {
    expect(contentStart('1', 0, ',', '#')).toBe(0);
    expect(contentStart('\r\n  \n# a,b\n\t# c\n 1', 0, ',', '#')).toBe(16);
    expect(contentStart('# a', 0, ',', '#')).toBe(3);
    expect(contentStart(' ', 0, ',', '#')).toBe(1);
    expect(contentStart('# a', 0, ',', '')).toBe(0);
  });

  it('takes delimiters for content', () => {
    expect(contentStart('\t\n', 0, '\t', '#')).toBe(0);
    expect(contentStart('\t\n', 0, ',', '#')).toBe(2);
  });
});

describe('detectDelimiter', () => {
  it.each<[string, string]>([
    ['1,2', ','],
    ['1;2', ';'],
    ['1\t2', '\t'],
    ['1', ','],
    ['', ','],
    ['0,5;1,5', ';'],
    ['"a;b",c', ','],
    ['"a\n;",c', ','],
    ['# x;y\n\n1,2', ','],
    ['a\n1;2', ','],
    ['"a', ','],
  ])('of %j is %j', (text, delimiter) => {
    expect(detectDelimiter(text, '#')).toBe(delimiter);
  });
});
