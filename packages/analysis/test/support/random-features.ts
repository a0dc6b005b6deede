import type { Parameterization, ProblemInput } from '@rubato/core';
import { openBegin, openEnd, softDtw, subsequence, table1, twoOneSoftDtw, weightedSoftDtw } from '@rubato/presets';
import fc from 'fast-check';

/** Local costs of which the gradient by x is affine in y, and what their features are. */
const affineCosts = [
  { localCost: { name: 'halfSquaredEuclidean' }, x: 'real', y: 'real' },
  { localCost: { name: 'squaredEuclidean' }, x: 'real', y: 'real' },
  { localCost: { name: 'innerProduct' }, x: 'real', y: 'real' },
  { localCost: { name: 'binaryCrossEntropy' }, x: 'probability', y: 'probability' },
  { localCost: { name: 'binaryCrossEntropy', parameters: { input: 'logits' } }, x: 'real', y: 'binary' },
  { localCost: { name: 'negativeLogLikelihood', parameters: { rests: 'free' } }, x: 'probability', y: 'binary' },
  { localCost: { name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } }, x: 'probability', y: 'binary' },
  { localCost: { name: 'negativeLogLikelihood', parameters: { rests: 'uniform', input: 'logits' } }, x: 'real', y: 'binary' },
  { localCost: { name: 'negativeLogLikelihood', parameters: { rests: 'free', input: 'logits' } }, x: 'real', y: 'probability' },
  {
    localCost: {
      name: 'weightedSum',
      terms: [
        { cost: { name: 'halfSquaredEuclidean' }, weight: 0.3, last: 2 },
        { cost: { name: 'binaryCrossEntropy' }, weight: 2, first: 1 },
        { cost: { name: 'absolute' }, weight: 0 },
      ],
    },
    x: 'probability',
    y: 'binary',
  },
] as const;

/** Parameterizations with all kinds of steps, weights, boundaries and minima. */
const parameterizations: Readonly<Record<string, (temperature: number) => Parameterization>> = {
  'soft-DTW': (temperature) => softDtw({ temperature }),
  'low horizontal weight': (temperature) => weightedSoftDtw({ horizontal: 0.1, temperature }),
  'weights 1-1-2': (temperature) => weightedSoftDtw({ diagonal: 2, temperature }),
  'no vertical step': (temperature) => weightedSoftDtw({ vertical: Infinity, temperature }),
  '2-1-soft-DTW': (temperature) => twoOneSoftDtw({ temperature }),
  'subsequence of the prediction': (temperature) => subsequence(softDtw({ temperature }), { within: 'rows' }),
  'subsequence of the target': (temperature) => subsequence(softDtw({ temperature })),
  'open begin and end': (temperature) => openEnd(openBegin(softDtw({ temperature }))),
  sparsemin: (temperature) => weightedSoftDtw({ minimum: 'sparsemin', temperature }),
  hardmin: () => weightedSoftDtw({ minimum: 'hardmin' }),
  'SDTW-D-W': (temperature) => ({ ...table1('SDTW-D-W', 'published-code', [[1]]), columnLengths: [], temperature }),
};

const numbers = {
  real: fc.double({ min: -3, max: 3, noNaN: true }),
  probability: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  binary: fc.constantFrom(0, 1),
} as const;

const D = 3;

/** A ragged batch of features with any of the costs and parameterizations, and what it is. */
export const featuresProblem: fc.Arbitrary<{ readonly what: string; readonly input: ProblemInput }> = fc
  .record({
    kind: fc.constantFrom(...affineCosts),
    name: fc.constantFrom(...Object.keys(parameterizations)),
    temperature: fc.constantFrom(0.05, 0.3, 1, 10),
    batch: fc.integer({ min: 1, max: 2 }),
    N: fc.integer({ min: 2, max: 7 }),
    M: fc.integer({ min: 2, max: 5 }),
    shorter: fc.boolean(),
  })
  .chain(({ kind, name, temperature, batch, N, M, shorter }) =>
    fc
      .record({
        x: fc.array(numbers[kind.x], { minLength: batch * N * D, maxLength: batch * N * D }),
        y: fc.array(numbers[kind.y], { minLength: batch * M * D, maxLength: batch * M * D }),
      })
      .map(({ x, y }) => {
        const { columnLengths: _, ...parameterization } = parameterizations[name](temperature);
        const lengths = (side: number) => Array.from({ length: batch }, (_unused, b) => (shorter && b === 1 ? side - 1 : side));
        const cost = {
          kind: 'features',
          x: Float64Array.from(x),
          y: Float64Array.from(y),
          shape: [batch, N, M],
          dimension: D,
          localCost: kind.localCost,
        } as const;
        const what = `${name}, ${JSON.stringify(kind.localCost)}, γ = ${temperature}`;
        return { what, input: { ...parameterization, cost, rowLengths: lengths(N), columnLengths: lengths(M) } };
      }),
  );
