import type { EditDistance } from '@rubato/decoders';
import { editDistance } from '@rubato/decoders';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../support/errors.ts';
import { describeShared, readSharedJson } from '../support/shared.ts';

interface GoldenCase {
  readonly id: string;
  readonly kind: string;
  readonly reference: readonly number[];
  readonly hypothesis: readonly number[];
  readonly distance: number;
}

/** The distance by its definition: three choices at each end. */
function slowDistance(reference: readonly number[], hypothesis: readonly number[]): number {
  if (reference.length === 0 || hypothesis.length === 0) return reference.length + hypothesis.length;
  const [r, h] = [reference.slice(1), hypothesis.slice(1)];
  if (reference[0] === hypothesis[0]) return slowDistance(r, h);
  return 1 + Math.min(slowDistance(r, h), slowDistance(r, hypothesis), slowDistance(reference, h));
}

/** Replays the operations on the reference. */
function replay({ operations }: EditDistance, hypothesis: readonly number[], reference: readonly number[]): number[] {
  return operations.flatMap(({ kind, referenceIndex, hypothesisIndex }) => {
    if (kind === 'deletion') return [];
    return [kind === 'match' ? reference[referenceIndex] : hypothesis[hypothesisIndex]];
  });
}

const labels = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 });

describe('editDistance', () => {
  it('is the definition', () => {
    fc.assert(
      fc.property(labels, labels, (r, h) => {
        expect(editDistance(r, h).distance).toBe(slowDistance(r, h));
      }),
    );
  });

  it('has operations that lead from the reference to the hypothesis, and as many as it counts', () => {
    fc.assert(
      fc.property(labels, labels, (r, h) => {
        const result = editDistance(r, h);
        expect(replay(result, h, r)).toEqual(h);
        expect(result.substitutions + result.insertions + result.deletions).toBe(result.distance);
        expect(result.operations.filter(({ kind }) => kind !== 'match').length).toBe(result.distance);
        expect(result.operations.filter(({ kind }) => kind !== 'insertion').map(({ referenceIndex }) => referenceIndex)).toEqual([
          ...r.keys(),
        ]);
        expect(result.operations.filter(({ kind }) => kind !== 'deletion').map(({ hypothesisIndex }) => hypothesisIndex)).toEqual([
          ...h.keys(),
        ]);
        const mirrored = editDistance(h, r);
        expect(mirrored.distance).toBe(result.distance);
        expect(mirrored.insertions - mirrored.deletions).toBe(result.deletions - result.insertions);
      }),
    );
  });

  it('compares words, characters and typed arrays', () => {
    expect(editDistance('a cat sat'.split(' '), 'a hat'.split(' '))).toMatchObject({ distance: 2, substitutions: 1, deletions: 1 });
    expect(editDistance(Int32Array.of(1, 2), [1, 2]).distance).toBe(0);
    expect(editDistance('', 'ab').operations.map(({ kind }) => kind)).toEqual(['insertion', 'insertion']);
  });

  it('prefers matches and substitutions to deletions to insertions at the end', () => {
    expect(editDistance('ab', 'ba').operations.map(({ kind }) => kind)).toEqual(['substitution', 'substitution']);
    expect(editDistance('aa', 'a').operations.map(({ kind }) => kind)).toEqual(['deletion', 'match']);
  });

  it('takes sequences whose matrix is divided', () => {
    const reference = Int32Array.from({ length: 3000 }, (_, i) => (i * i) % 17);
    const hypothesis = reference.filter((_, i) => i % 100 !== 7);
    expect(editDistance(reference, hypothesis)).toMatchObject({ distance: 30, substitutions: 0, insertions: 0, deletions: 30 });
  });

  it('refuses what is no sequence', () => {
    expectRefusal(() => editDistance(undefined as never, []), 'reference');
    expectRefusal(() => editDistance([], 3 as never), 'hypothesis');
  });

  describeShared('golden/decoding.json', () => {
    const { cases } = readSharedJson('golden/decoding.json') as { readonly cases: readonly GoldenCase[] };
    it.each(cases.filter(({ kind }) => kind === 'levenshtein'))('$id', ({ reference, hypothesis, distance }) => {
      expect(editDistance(reference, hypothesis).distance).toBe(distance);
    });
  });
});
