import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortestEdits } from '../../src/evaluation/shortest-edits.ts';

describe('shortestEdits', () => {
  it('finds the same moves where the matrix is divided, ties included', () => {
    const labels = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 24 });
    fc.assert(
      fc.property(labels, labels, fc.integer({ min: 0, max: 60 }), (reference, hypothesis, mostMoves) => {
        expect(shortestEdits(reference, hypothesis, mostMoves)).toEqual(shortestEdits(reference, hypothesis));
      }),
      { numRuns: 1000 },
    );
  });
});
