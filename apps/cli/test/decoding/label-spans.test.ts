import { describe, expect, it } from 'vitest';
import { labelSpans } from '../../src/decoding/label-spans.ts';

describe('labelSpans', () => {
  // The best classes are 1, 1, 0, 1: of equal probabilities the first.
  const data = Float64Array.of(0.4, 0.6, 0.3, 0.7, 0.5, 0.5, 0.1, 0.9);
  const matrix = { data, frames: 4, classes: 2, form: 'probabilities' } as const;
  const decoded = { labels: Int32Array.of(1, 1), frames: Int32Array.of(0, 3), logProbability: -1 };

  it('of greedy labels last as long as their class is the best', () => {
    expect(labelSpans(decoded, matrix, true)).toEqual([
      { label: 1, from: 0, to: 2 },
      { label: 1, from: 3, to: 4 },
    ]);
  });

  it('of a beam search are empty: only beginnings are known', () => {
    expect(labelSpans(decoded, matrix, false)).toEqual([
      { label: 1, from: 0, to: 0 },
      { label: 1, from: 3, to: 3 },
    ]);
  });
});
