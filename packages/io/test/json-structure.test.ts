import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStructureProblem } from '../src/json-structure.ts';

describe('findStructureProblem', () => {
  it.each<[string, number]>([
    ['{"a":1,"a":2}', 7],
    ['[{"a":1},{"b":{"c":1,"c":2}}]', 21],
    ['{"a":1,"\\u0061":2}', 7],
    ['{"":1,"" :2}', 6],
    ['{"__proto__":1,"__proto__":2}', 15],
    ['{"x":"{\\"","y":"}","x":1}', 19],
  ])('finds the key that stands twice in %s', (text, index) => {
    JSON.parse(text);
    expect(findStructureProblem(text, 100)?.index).toBe(index);
  });

  it('finds nesting that is too deep', () => {
    expect(findStructureProblem('[[[]]]', 3)).toBeUndefined();
    expect(findStructureProblem('[{"a":[[]]}]', 3)).toEqual({ problem: 'nested deeper than 3 levels', index: 7 });
    expect(findStructureProblem('[[],[],[],[]]', 2)).toBeUndefined();
    expect(findStructureProblem('["[[[[","]]"]', 1)).toBeUndefined();
  });

  it('finds nothing in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ depthSize: 'large' }), (text) => {
        expect(findStructureProblem(text, 1000)).toBeUndefined();
      }),
    );
  });
});
