import { describe, expect, it } from 'vitest';
import { callOf } from '../src/call-of.ts';

describe('callOf', () => {
  it('is the call in one line where it fits, long lists left out', () => {
    const options = { data: new Float64Array(3), path: [1, 2, 3], at: [1, 2], name: "a 'b'", none: undefined, logarithmic: true };
    expect(callOf('draw', options)).toBe(String.raw`draw({ data: …, path: …, at: [1, 2], name: 'a \'b\'', logarithmic: true })`);
    expect(callOf('draw', { blank: (m: number) => m % 2 === 0 })).toBe('draw({ blank: (m) => m % 2 === 0 })');
  });

  it('has a line for each option where it does not', () => {
    const rows = [{ name: 'a'.repeat(60) }, { name: 'b'.repeat(60) }];
    expect(callOf('draw', { rows, first: 1 })).toBe(`draw({
  rows: [
    { name: '${'a'.repeat(60)}' },
    { name: '${'b'.repeat(60)}' },
  ],
  first: 1,
})`);
  });
});
