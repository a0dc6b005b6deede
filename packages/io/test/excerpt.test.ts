import { describe, expect, it } from 'vitest';
import { excerpt, excerptList } from '../src/excerpt.ts';

describe('excerpt', () => {
  it('quotes, escapes and shortens', () => {
    expect(excerpt('a\u0000b\n')).toBe('"a\\u0000b\\n"');
    expect(excerpt('x'.repeat(40))).toBe(`"${'x'.repeat(40)}"`);
    expect(excerpt('x'.repeat(1e6))).toBe(`"${'x'.repeat(40)}…"`);
  });

  it('lists at most ten names', () => {
    expect(excerptList([])).toBe('none');
    expect(excerptList(['a', 'b'])).toBe('"a", "b"');
    expect(excerptList(Array.from('abcdefghijkl'))).toMatch(/"j" and 2 more$/);
  });
});
