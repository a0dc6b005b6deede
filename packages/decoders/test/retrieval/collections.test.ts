import type { Parameterization, SolveProgress } from '@rubato/core';
import { normaliseProblem, openReference } from '@rubato/core';
import type { FeatureSequence, RankedDocument } from '@rubato/decoders';
import { evaluateRetrieval, rankCollection } from '@rubato/decoders';
import { dtw, subsequence } from '@rubato/presets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectRejection } from '../long-recordings/rejection.ts';
import { describeShared, readSharedJson, readSharedNpy } from '../support/shared.ts';

const dimension = 2;
const features = (values: readonly number[]): FeatureSequence => ({
  data: Float64Array.from(values),
  shape: [values.length / dimension, dimension],
});
const localCosts = ['absolute', 'cosine', 'euclidean', 'squaredEuclidean', 'huber', 'innerProduct'];

const parameterizations: fc.Arbitrary<Parameterization> = fc.constantFrom<Parameterization>(
  subsequence(dtw()),
  subsequence({
    ...dtw({
      steps: [
        [1, 1],
        [2, 1],
        [1, 2],
      ],
    }),
    stepWeights: [2, 1, 1],
  }),
  subsequence({
    ...dtw({
      steps: [
        [3, 1],
        [0, 1],
        [1, 1],
      ],
    }),
    stepWeights: [0, 1, 1],
  }),
  subsequence({ ...dtw(), stepPenalties: [0, 1, -1] }),
  subsequence(dtw(), { startPenalty: -1, endPenalty: 1 }),
  subsequence(dtw(), { endPenalty: -1 }),
);

/** Whole numbers, so that ties are frequent, or any. */
const sequences = (most: number): fc.Arbitrary<FeatureSequence> =>
  fc
    .tuple(fc.boolean(), fc.integer({ min: 1, max: most }))
    .chain(([whole, length]) =>
      fc.array(whole ? fc.integer({ min: -1, max: 2 }) : fc.double({ min: -1, max: 2, noNaN: true }), {
        minLength: dimension * length,
        maxLength: dimension * length,
      }),
    )
    .map(features);

const experiments = fc.record({
  query: sequences(6),
  documents: fc.array(sequences(10), { minLength: 1, maxLength: 8 }),
  parameterization: parameterizations,
  localCost: fc.constantFrom(...localCosts).map((name) => ({ name })),
});

/** Every document solved in full by the reference solver. */
function slowRanking(
  query: FeatureSequence,
  documents: readonly FeatureSequence[],
  parameterization: Parameterization,
  localCost: { name: string },
): RankedDocument[] {
  const all = documents.map((other, document) => {
    const shape = [query.shape[0], other.shape[0]] as const;
    const cost = { kind: 'features', x: query.data, y: other.data, shape, dimension: query.shape[1], localCost } as const;
    const { values, paths } = openReference().solveSync(normaliseProblem({ ...parameterization, cost, precision: 'float64' }), {
      path: true,
    });
    const [firstColumn, lastColumn] = values[0] < Infinity ? [paths![0][1], paths![0].at(-1)!] : [-1, -1];
    return { document, cost: values[0], normalisedCost: values[0] / query.shape[0], firstColumn, lastColumn };
  });
  // Array.toSorted is stable: of equal ones the first in the collection.
  return all.toSorted((a, b) => (a.cost < b.cost ? -1 : Number(a.cost > b.cost)));
}

describe('rankCollection', () => {
  it('is the ranking of full solves, to the bit, however few are asked for: pruning changes nothing', async () => {
    const abandoned: Record<string, number> = {};
    const property = fc.asyncProperty(experiments, async ({ query, documents, parameterization, localCost }) => {
      const expected = slowRanking(query, documents, parameterization, localCost);
      const comparison = { parameterization, localCost };
      expect(await rankCollection(query, documents, comparison)).toEqual({ documents: expected, abandoned: 0 });
      for (const count of [1, 2, 5]) {
        const ranking = await rankCollection(query, documents, { ...comparison, count });
        expect(ranking.documents).toEqual(expected.slice(0, count));
        abandoned[localCost.name] = (abandoned[localCost.name] ?? 0) + ranking.abandoned;
      }
    });
    await fc.assert(property, { numRuns: 500 });
    const { innerProduct, ...prunable } = abandoned;
    expect(innerProduct).toBe(0);
    for (const count of Object.values(prunable)) expect(count).toBeGreaterThan(20);
  });

  it('prunes where nothing can be negative: log-likelihoods of probabilities, sums of costs', async () => {
    const query = { data: Float64Array.of(0.9, 0.1, 0.25, 0.75, 0.5, 0.5), shape: [3, 2] } as const;
    const near = { data: Float64Array.of(1, 0, 0, 1, 1, 0), shape: [3, 2] } as const;
    const far = { data: Float64Array.of(0, 1, 0, 1), shape: [2, 2] } as const;
    type LocalCost = Parameters<typeof rankCollection>[2]['localCost'];
    const prune = async (localCost: LocalCost): Promise<number> =>
      (await rankCollection(query, [near, far, far], { parameterization: subsequence(dtw()), localCost, count: 1 })).abandoned;
    const sum = (...names: readonly string[]): LocalCost => ({
      name: 'weightedSum',
      terms: names.map((name) => ({ cost: { name }, weight: 2 })),
    });
    expect(await prune({ name: 'negativeLogLikelihood' })).toBe(2);
    expect(await prune({ name: 'negativeLogLikelihood', parameters: { input: 'logits' } })).toBe(0);
    expect(await prune(sum('euclidean', 'absolute'))).toBe(2);
    expect(await prune(sum('euclidean', 'innerProduct'))).toBe(0);
  });

  it('reports cells up to the total, and stops on a signal', async () => {
    const long = features(Array.from({ length: 8000 }, (_, n) => Math.sin(n / 9)));
    const query = features(Array.from({ length: 300 }, (_, n) => Math.sin(n / 9) + 0.1));
    const far = { ...long, data: long.data.map((value) => value + 3) };
    const documents = [long, far, long, far, long, long];
    const comparison = { parameterization: subsequence(dtw()), localCost: { name: 'euclidean' } };
    const reports: SolveProgress[] = [];
    const { abandoned } = await rankCollection(query, documents, { ...comparison, count: 1, onProgress: (report) => reports.push(report) });
    expect(abandoned).toBe(2);
    const total = 6 * 150 * 4000;
    expect(reports.at(-1)).toEqual({ done: total, total });
    expect(reports.every(({ done }, i) => i === 0 || done >= reports[i - 1].done)).toBe(true);
    const controller = new AbortController();
    const work = rankCollection(query, documents, {
      ...comparison,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
  });

  it('refuses queries, documents and options that are wrong', async () => {
    const comparison = { parameterization: subsequence(dtw()), localCost: { name: 'absolute' } };
    const one = features([1, 2]);
    await expectRejection(rankCollection(one, [], comparison), 'documents');
    await expectRejection(rankCollection(one, [one, { ...one, shape: [2, 2] }], comparison), 'documents.data', [1]);
    await expectRejection(rankCollection(one, [one, { ...one, shape: [2, 1] }], comparison), 'documents.shape', [1]);
    await expectRejection(rankCollection({ ...one, shape: [0, 2] }, [one], comparison), 'query.shape');
    await expectRejection(rankCollection(features([1, NaN]), [one], comparison), 'query.data', [0, 1]);
    const bad = features([1, 2, NaN, 3]);
    await expectRejection(rankCollection(one, [one, one, bad], comparison), 'documents[2].data', [1, 0]);
    const probabilities = { ...comparison, localCost: { name: 'negativeLogLikelihood' } };
    await expectRejection(rankCollection(features([0.5, 2]), [one], probabilities), 'query.data', [0, 1]);
    const never = { ...comparison, onProgress: () => expect.fail('work before the check') };
    await expectRejection(rankCollection(features(Array.from({ length: 4000 }, () => 0)), [one, bad], never), 'documents[1].data', [1, 0]);
    await expectRejection(rankCollection(one, [one], { ...comparison, count: 0 }), 'options.count');
    await expectRejection(rankCollection(one, [one], { ...comparison, localCost: { name: 'unknown' } }), 'cost.localCost');
    await expectRejection(rankCollection(one, [one], { ...comparison, k: 1 } as never), 'options.k');
  });
});

describe('evaluateRetrieval', () => {
  it('ranks the first right answer as the full ranking does', async () => {
    let infeasible = 0;
    const property = fc.asyncProperty(
      experiments,
      sequences(6),
      fc.array(fc.nat(7), { minLength: 2, maxLength: 5 }),
      async (experiment, other, picks) => {
        const { query, documents, parameterization, localCost } = experiment;
        const relevant = [picks.slice(0, 1), picks.slice(1)].map((list) => list.map((pick) => pick % documents.length));
        const expected = [query, other].map((queried, q) => {
          const ranking = slowRanking(queried, documents, parameterization, localCost);
          const index = ranking.findIndex(({ document }) => relevant[q].includes(document));
          return ranking[index].cost === Infinity ? Infinity : index + 1;
        });
        infeasible += expected.filter((rank) => rank === Infinity).length;
        const found = await evaluateRetrieval([query, other], documents, { parameterization, localCost, relevant, topK: [1, 3] });
        expect(Array.from(found.ranks)).toEqual(expected);
        expect(found.topKRates).toEqual([1, 3].map((k) => ({ k, rate: expected.filter((rank) => rank <= k).length / 2 })));
        expect(found.meanReciprocalRank).toBe((1 / expected[0] + 1 / expected[1]) / 2);
      },
    );
    await fc.assert(property, { numRuns: 300 });
    expect(infeasible).toBeGreaterThan(0);
  });

  it('refuses queries without right answers, and indices outside', async () => {
    const one = features([1, 2]);
    const comparison = { parameterization: subsequence(dtw()), localCost: { name: 'absolute' } };
    await expectRejection(
      evaluateRetrieval([one, features([1, NaN])], [one], { ...comparison, relevant: [[0], [0]] }),
      'queries[1].data',
      [0, 1],
    );
    await expectRejection(
      evaluateRetrieval([one], [one, features([NaN, 2])], { ...comparison, relevant: [[0]] }),
      'documents[1].data',
      [0, 0],
    );
    await expectRejection(evaluateRetrieval([], [one], { ...comparison, relevant: [] }), 'queries');
    await expectRejection(evaluateRetrieval([one], [one], { ...comparison, relevant: [] }), 'options.relevant');
    await expectRejection(evaluateRetrieval([one], [one], { ...comparison, relevant: [[]] }), 'options.relevant', [0]);
    await expectRejection(evaluateRetrieval([one], [one], { ...comparison, relevant: [[1]] }), 'options.relevant', [0, 0]);
    await expectRejection(evaluateRetrieval([one], [one], { ...comparison, relevant: [[0]], topK: [0] }), 'options.topK', [0]);
  });

  describeShared('data/mtd/reference.json', () => {
    it('themes find their recordings: chroma of the score against posteriors', async () => {
      const { themes } = readSharedJson('data/mtd/reference.json') as {
        readonly themes: Readonly<Record<string, { readonly file: string }>>;
      };
      const files = Object.values(themes).map(({ file }) => file);
      const read = (path: string): FeatureSequence => {
        const { data, shape } = readSharedNpy(path);
        return { data: data as Float32Array, shape: [shape[0], shape[1]] };
      };
      const queries = files.map((file) => read(`data/mtd/weak_targets/${file}`));
      const relevant = files.map((_, q) => [q]);
      const [parameterization, localCost] = [subsequence(dtw()), { name: 'cosine' }];
      const comparison = { parameterization, localCost, relevant, topK: [1, 2] };
      for (const model of ['CTC-A', 'SDTW-E-W']) {
        const documents = files.map((file) => read(`data/mtd/posteriors/${file.replace('.npy', '')}__${model}__prob12.npy`));
        const { ranks, meanReciprocalRank } = await evaluateRetrieval(queries, documents, comparison);
        expect(Array.from(ranks)).toEqual([1, 1, 1, 1, 1]);
        process.stdout.write(`${model}: ranks ${ranks.join(', ')}, mean reciprocal rank ${meanReciprocalRank.toFixed(3)}\n`);

        // Three notes of a theme are too few to tell all recordings apart.
        const parts = queries.flatMap(({ data, shape: [notes] }, theme) =>
          Array.from({ length: notes - 2 }, (_, first) => ({
            theme,
            query: { data: data.slice(12 * first, 12 * (first + 3)), shape: [3, 12] } as const,
          })),
        );
        const ofParts = await evaluateRetrieval(
          parts.map(({ query }) => query),
          documents,
          { ...comparison, relevant: parts.map(({ theme }) => [theme]) },
        );
        let abandoned = 0;
        for (const [p, { query, theme }] of parts.entries()) {
          const expected = slowRanking(query, documents, parameterization, localCost);
          expect(ofParts.ranks[p]).toBe(1 + expected.findIndex(({ document }) => document === theme));
          const best = await rankCollection(query, documents, { parameterization, localCost, count: 1 });
          expect(best.documents).toEqual(expected.slice(0, 1));
          abandoned += best.abandoned;
        }
        const [{ rate }] = ofParts.topKRates;
        // By chance one in five would be right.
        expect(rate).toBeGreaterThan(0.4);
        expect(rate).toBeLessThan(1);
        expect(abandoned).toBeGreaterThan(parts.length);
        process.stdout.write(`${model}, three notes: ${(100 * rate).toFixed(0)} % first, ${abandoned} of ${4 * parts.length} given up\n`);
      }
    });
  });
});
