import { openCpu } from '@rubato/backend-cpu';
import type { AlignedItem, ForcedAlignmentOptions, Posteriors } from '@rubato/decoders';
import { forceAlignSync } from '@rubato/decoders';
import { ctc, softDtw } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { posteriorsArbitrary } from '../support/posteriors.ts';
import { expectAligned } from './expect-aligned.ts';
import { allAlignments, alignmentProblem, countUnit, gibbs } from './oracle.ts';
import { randomCtc } from './random-ctc.ts';

const backend = openCpu();

function align(posteriors: Posteriors, options: Omit<ForcedAlignmentOptions, 'backend'>): AlignedItem {
  return expectAligned(forceAlignSync(posteriors, { backend, ...options })[0]);
}

describe('tokens of several columns', () => {
  it('are active once in a frame, however many of their columns a path visits there', () => {
    const columns = [0, 1, 2, 1, 3];
    const tokens = [
      [
        [0, 1],
        [3, 4],
      ],
    ] as const;
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 4, classes: 4, leastClasses: 4 }), fc.constantFrom(1, 2, 8), (posteriors, blockFrames) => {
        const parameterization = softDtw();
        const paths = allAlignments(alignmentProblem(posteriors, parameterization, Int32Array.from(columns)), 0);
        fc.pre(paths.length > 0);
        const probabilities = gibbs(paths, 1);
        const item = align(posteriors, { parameterization, labels: [columns], blank: 'none', tokens, blockFrames });
        expect(item.tokens.map(({ label }) => label)).toEqual([0, 1]);
        item.tokens.forEach(({ startFrame, endFrame, posterior }, l) => {
          const count = countUnit(paths, probabilities, posteriors.shape[1], tokens[0][l][0], tokens[0][l][1]);
          const sum = count.active.slice(startFrame, endFrame).reduce((a, b) => a + b, 0);
          expect(posterior!.confidence).toBeCloseTo(sum / (endFrame - startFrame), 9);
          posterior!.start.probabilities.forEach((p, n) => expect(p).toBeCloseTo(count.start[n], 9));
          posterior!.end.probabilities.forEach((p, n) => expect(p).toBeCloseTo(count.end[n], 9));
        });
      }),
      { numRuns: 100 },
    );
  });

  it('stand empty where the path skips them', () => {
    const data = Float64Array.of(0.98, 0.01, 0.01, 0.01, 0.01, 0.98);
    const parameterization = {
      steps: [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
    } as const;
    const { tokens } = align({ data, shape: [1, 2, 3] }, { parameterization, labels: [[0, 1, 2]], blank: 'none' });
    expect(tokens.map(({ startFrame, endFrame }) => [startFrame, endFrame])).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
    ]);
    expect(tokens[1].logProbability).toBe(0);
    const { confidence, start } = tokens[1].posterior!;
    expect(confidence).toBe(0);
    expect(Array.from(start.probabilities)).toEqual([0, 0]);
    expect(start.mean).toBeNaN();
  });
});

describe('words', () => {
  const { posteriors, parameterization } = randomCtc(11, 40, 7, 5);

  it('are what stands between delimiters', () => {
    const sentence = [1, 2, 4, 4, 3, 4];
    const item = align(randomCtc(2, 30, 6, 5).posteriors, { parameterization: ctc([sentence]), blank: 0, words: { delimiter: 4 } });
    expect(item.words.map(({ firstToken, tokenCount }) => [firstToken, tokenCount])).toEqual([
      [0, 2],
      [4, 1],
    ]);
    for (const { firstToken, tokenCount, startFrame, endFrame } of item.words) {
      expect(startFrame).toBe(item.tokens[firstToken].startFrame);
      expect(endFrame).toBe(item.tokens[firstToken + tokenCount - 1].endFrame);
    }
    expect(item.words[1].posterior).toEqual(item.tokens[4].posterior);
  });

  it('of given lengths have the probability of their columns, blanks between them included', () => {
    const { words, tokens } = align(posteriors, { parameterization, blank: 0, words: { lengths: [[2, 1, 4]] }, distributionRadius: 3 });
    expect(words.map(({ firstToken, tokenCount }) => [firstToken, tokenCount])).toEqual([
      [0, 2],
      [2, 1],
      [3, 4],
    ]);
    expect(words[0].posterior!.start).toEqual(tokens[0].posterior!.start);
    expect(words[0].posterior!.end).toEqual(tokens[1].posterior!.end);
    expect(words[0].posterior!.confidence).toBeGreaterThanOrEqual(
      Math.min(tokens[0].posterior!.confidence, tokens[1].posterior!.confidence) - 1e-12,
    );
  });

  it('are counted path by path', () => {
    fc.assert(
      fc.property(posteriorsArbitrary({ frames: 6, classes: 4, leastClasses: 4 }), (small) => {
        const short = ctc([[1, 2, 3]], { blank: 0 });
        const paths = allAlignments(alignmentProblem(small, short, short.columnClasses!), 0);
        fc.pre(paths.length > 0);
        const { words } = align(small, { parameterization: short, blank: 0, words: { lengths: [[2, 1]] } });
        const { active } = countUnit(paths, gibbs(paths, 1), small.shape[1], 1, 3);
        const [{ startFrame, endFrame, posterior }] = words;
        const sum = active.slice(startFrame, endFrame).reduce((a, b) => a + b, 0);
        expect(posterior!.confidence).toBeCloseTo(sum / (endFrame - startFrame), 9);
      }),
      { numRuns: 50 },
    );
  });
});

describe('segments', () => {
  it('have seconds by the frame rate, and log-probabilities that make up the path', () => {
    const { posteriors, parameterization, labels } = randomCtc(5, 60, 8, 6);
    const { tokens, path, pathLogProbability } = align(posteriors, { parameterization, blank: 0, frameRate: 25 });
    for (const { startFrame, endFrame, startSeconds, endSeconds } of tokens)
      expect([startSeconds, endSeconds]).toEqual([startFrame / 25, endFrame / 25]);
    const classes = parameterization.columnClasses!;
    const terms = Array.from({ length: 60 }, (_, n) => Math.log(posteriors.data[n * 6 + classes[path[2 * n + 1]]]));
    expect(pathLogProbability).toBeCloseTo(
      terms.reduce((a, b) => a + b, 0),
      9,
    );
    tokens.forEach(({ label, startFrame, endFrame, logProbability }, l) => {
      expect(label).toBe(labels[l]);
      expect(logProbability).toBeCloseTo(
        terms.slice(startFrame, endFrame).reduce((a, b) => a + b, 0),
        9,
      );
    });
  });

  it('come alone where confidences are not asked for', () => {
    const { posteriors, parameterization } = randomCtc(5, 60, 8, 6);
    const item = align(posteriors, { parameterization, blank: 0, confidence: false });
    expect(item.path).toEqual(align(posteriors, { parameterization, blank: 0 }).path);
    expect(item.logProbability).toBeUndefined();
    expect(item.tokens.some((token) => 'posterior' in token || 'startSeconds' in token)).toBe(false);
  });
});
