import { openCpu } from '@rubato/backend-cpu';
import type { Posteriors, Segment, TimeDistribution } from '@rubato/decoders';
import { forceAlign, forceAlignSync } from '@rubato/decoders';
import { ctc, softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { posteriorsArbitrary, softmaxRows } from '../support/posteriors.ts';
import { expectAligned } from './expect-aligned.ts';
import { randomCtc } from './random-ctc.ts';

const backend = openCpu();

function reversed({ data, shape }: Posteriors): Posteriors {
  const [, frames, classes] = shape;
  const rows = Array.from({ length: frames }, (_, n) => Array.from(data.subarray(n * classes, (n + 1) * classes)));
  return { data: Float64Array.from(rows.toReversed().flat()), shape };
}

/** Frame by frame, over the whole item. */
function expectMirrored({ probabilities }: TimeDistribution, other: TimeDistribution): void {
  probabilities.forEach((p, n) => expect(Math.abs(p - other.probabilities[probabilities.length - 1 - n])).toBeLessThan(1e-9));
}

describe('time reversed', () => {
  it('a forced alignment has its segments in reverse, starts for ends', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        posteriorsArbitrary({ frames: 12, classes: 4, leastClasses: 4 }),
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, 3, 20),
        (posteriors, labels, blockFrames) => {
          const frames = posteriors.shape[1];
          const align = (some: Posteriors, order: readonly number[]) =>
            forceAlignSync(some, { backend, parameterization: ctc([order]), blank: 0, distributionRadius: Infinity, blockFrames })[0];
          const [there, back] = [align(posteriors, labels), align(reversed(posteriors), labels.toReversed())];
          expect(back.status).toBe(there.status);
          if (there.status !== 'aligned' || back.status !== 'aligned') return;
          expect(back.pathLogProbability).toBeCloseTo(there.pathLogProbability, 9);
          expect(back.logProbability).toBeCloseTo(there.logProbability!, 9);
          const same = (a: Segment, b: Segment): boolean => a.startFrame === frames - b.endFrame && a.endFrame === frames - b.startFrame;
          // Equal paths may be chosen differently in the other direction; what all paths say is the same whatever is chosen.
          const unique = there.tokens.every((token, l) => same(token, back.tokens[labels.length - 1 - l]));
          there.tokens.forEach((token, l) => {
            const other = back.tokens[labels.length - 1 - l];
            expectMirrored(token.posterior!.start, other.posterior!.end);
            expectMirrored(token.posterior!.end, other.posterior!.start);
            if (!unique) return;
            expect(token.posterior!.confidence).toBeCloseTo(other.posterior!.confidence, 9);
            compared++;
          });
        },
      ),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(50);
  });
});

describe('a batch', () => {
  it('is its items, whatever stands behind their frames', async () => {
    const lengths = [9, 4, 12];
    const [frames, classes] = [12, 4];
    const logits = Float64Array.from({ length: 3 * frames * classes }, (_, i) => Math.sin(3.7 * i + 1) * 2);
    const data = softmaxRows(logits, classes);
    const labels = [[1, 2, 2], [3], [2, 1, 3, 1]];
    lengths.forEach((length, b) => data.fill(NaN, (b * frames + length) * classes, (b + 1) * frames * classes));
    const together = await forceAlign(
      { data, shape: [3, frames, classes], lengths },
      { backend, parameterization: ctc(labels), blank: 0, blockFrames: 4 },
    );
    const alone = labels.map((sequence, b) => {
      const own = data.slice(b * frames * classes, (b * frames + lengths[b]) * classes);
      return forceAlignSync(
        { data: own, shape: [1, lengths[b], classes] },
        { backend, parameterization: ctc([sequence]), blank: 0, blockFrames: 4 },
      )[0];
    });
    expect(together).toEqual(alone);
    expect(together.every(({ status }) => status === 'aligned')).toBe(true);
  });

  it('is its items, each with its own band and temperature', () => {
    const lengths = [10, 4];
    const labels = [
      [1, 2, 3, 1],
      [3, 0, 2],
    ];
    const temperatures = [0.5, 2];
    const data = softmaxRows(
      Float64Array.from({ length: 2 * 10 * 4 }, (_, i) => Math.cos(2.3 * i) * 2),
      4,
    );
    const align = (item: readonly number[], posteriors: Posteriors) => {
      const band = { kind: 'sakoeChiba', radius: 1 } as const;
      const parameterization = { ...softDtw({ temperature: item.map((b) => temperatures[b]) }), band };
      return forceAlignSync(posteriors, { backend, parameterization, labels: item.map((b) => labels[b]), blank: 'none', blockFrames: 3 });
    };
    const alone = [0, 1].flatMap((b) => align([b], { data: data.slice(b * 40, b * 40 + lengths[b] * 4), shape: [1, lengths[b], 4] }));
    expect(align([0, 1], { data, shape: [2, 10, 4], lengths })).toEqual(alone);
    expect(alone.every(({ status }) => status === 'aligned')).toBe(true);
  });

  it('says of each item whether it has a path, and how many frames are missing', () => {
    const data = new Float64Array(3 * 4 * 3).fill(1 / 3);
    const labels = [[1, 1, 2, 1], [1, 2], []];
    const items = forceAlignSync({ data, shape: [3, 4, 3] }, { backend, parameterization: ctc(labels), blank: 0 });
    expect(items[0]).toEqual({ status: 'infeasible', reason: 'needs at least 5 frames, has 4: 1 missing', missingFrames: 1 });
    expect(expectAligned(items[1]).tokens.length).toBe(2);
    expect(expectAligned(items[2])).toMatchObject({ tokens: [], path: Int32Array.of(0, 0, 1, 0, 2, 0, 3, 0) });
    expect(expectAligned(items[2]).pathLogProbability).toBeCloseTo(-4 * Math.log(3), 9);
  });

  it('says what else is in the way of a path', () => {
    const data = Float64Array.of(1, 0, 0, 0.5, 0.5, 0, 0.5, 0.5, 0);
    const call = { backend, parameterization: ctc([[2]]), blank: 0 } as const;
    for (const blockFrames of [1, 2, 9]) {
      const [item] = forceAlignSync({ data, shape: [1, 3, 3] }, { ...call, blockFrames });
      expect(item).toEqual({ status: 'infeasible', reason: 'every path meets a forbidden cell or step, or leaves the band' });
    }
    const [empty] = forceAlignSync({ data, shape: [1, 3, 3] }, { backend, parameterization: softDtw(), labels: [[]], blank: 'none' });
    expect(empty).toEqual({ status: 'infeasible', reason: 'has 3 frames and 0 columns' });
  });
});

it('the same input gives the same bits, and is not modified', () => {
  const { posteriors, parameterization } = randomCtc(1, 100, 12, 5);
  const copy = structuredClone(posteriors);
  const call = { backend, parameterization, blank: 0, blockFrames: 30 } as const;
  expect(forceAlignSync(posteriors, call)).toEqual(forceAlignSync(posteriors, call));
  expect(posteriors).toEqual(copy);
});
