import { elementWiseEquivalence } from '@rubato/analysis';
import { localCosts } from '@rubato/costs';
import { describe, expect, it } from 'vitest';

describe('elementWiseEquivalence', () => {
  it('knows every local cost of the library, and gives its reason', () => {
    const kinds = Object.keys(localCosts)
      .filter((name) => name !== 'weightedSum')
      .map((name) => [name, elementWiseEquivalence({ name }).kind]);
    expect(kinds.length).toBeGreaterThanOrEqual(10);
    expect(kinds.filter(([, kind]) => kind === 'unknown')).toEqual([]);
    for (const [name] of kinds) expect(elementWiseEquivalence({ name }).reason).not.toBe('');
    // What objects have of themselves is no cost.
    expect(elementWiseEquivalence({ name: 'toString' }).kind).toBe('unknown');
  });

  it('of a weighted sum is that of its terms, but for those of weight 0', () => {
    const sum = (...names: readonly (readonly [string, number])[]) =>
      elementWiseEquivalence({ name: 'weightedSum', terms: names.map(([name, weight]) => ({ cost: { name }, weight })) });
    expect(sum(['halfSquaredEuclidean', 1], ['binaryCrossEntropy', 2]).kind).toBe('exact');
    expect(sum(['halfSquaredEuclidean', 1], ['absolute', 2])).toMatchObject({
      kind: 'none',
      reason: expect.stringMatching(/absolute/) as string,
    });
    expect(sum(['halfSquaredEuclidean', 1], ['absolute', 0]).kind).toBe('exact');
    expect(sum(['mine', 1]).kind).toBe('unknown');
    const uniform = { name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } };
    expect(elementWiseEquivalence(uniform).kind).toBe('exact');
    expect(elementWiseEquivalence({ name: 'weightedSum', terms: [{ cost: uniform, weight: 1 }] }).kind).toBe('none');
  });
});
