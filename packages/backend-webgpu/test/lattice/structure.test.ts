import type { ProblemInput } from '@rubato/core';
import { normaliseProblem } from '@rubato/core';
import { softmin } from '@rubato/minimum';
import { expect, it } from 'vitest';
import type { LatticeStructure } from '../../src/lattice/structure.ts';
import { latticeStructure, StructureCache } from '../../src/lattice/structure.ts';

const cache = new StructureCache();

function structureOf(batch: number, more: Partial<ProblemInput>): LatticeStructure {
  const data = new Float32Array(batch * 12);
  const cost = { kind: 'dense', data, shape: [batch, 3, 4] } as const;
  const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1]], ...more }); // prettier-ignore
  return cache.intern(latticeStructure(problem, softmin, false, { kind: 'dense', data }));
}

const table = (shape: readonly [number, number, number, number], value: number) => ({
  stepWeights: { data: new Float32Array(shape.reduce((product, side) => product * side, 1)).fill(value), shape },
});

it('is one for tables of any broadcast shape and numbers, one for numbers that need no table, and one for any batch', () => {
  const tabled = structureOf(2, table([2, 3, 4, 2], 7));
  for (const shape of [[1, 1, 4, 2], [1, 3, 1, 1], [1, 1, 1, 2]] as const) expect(structureOf(1, table(shape, 7))).toBe(tabled); // prettier-ignore
  // A mask may happen to close nothing: its structure does not hang on that.
  expect(structureOf(1, table([1, 3, 4, 2], 1))).toBe(tabled);
  const plain = structureOf(3, {});
  expect(plain).not.toBe(tabled);
  expect(structureOf(1, table([1, 1, 1, 2], 1))).toBe(plain);
});

it('is another for other steps, boundaries and minimum functions', () => {
  const structures = [{}, { steps: [[1, 1]] as const }, { end: 'lastRow' as const }, { start: [[0, 0]] as const }].map((more) =>
    structureOf(1, more),
  );
  expect(new Set(structures).size).toBe(4);
});
