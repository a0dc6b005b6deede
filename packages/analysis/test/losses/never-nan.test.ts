import {
  alignmentEntropy,
  alignmentValue,
  computeLossSync,
  dilate,
  expectedAlignment,
  pathCost,
  pathCoverage,
  pathLikelihood,
  sharpCost,
  weightedLosses,
} from '@rubato/analysis';
import { openCpu } from '@rubato/backend-cpu';
import { normaliseProblem, openReference, RubatoError } from '@rubato/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const [N, M, D] = [3, 3, 2];
const extreme = fc.constantFrom(0, -0, 1, -1, 1e-300, 5e-324, 1e19, 1e40, -1e40, 1e60, 1e139, -1e139, Infinity);
const weight = fc.constantFrom(0, 1, 1, 2, 1e-30, 1e6, Infinity);
const gatheredIndex = Int32Array.of(0, 1, 0);
const problems = fc
  .record({
    kind: fc.constantFrom('dense', 'features', 'gathered'),
    data: fc.array(extreme, { minLength: 2 * N * M, maxLength: 2 * N * M }),
    stepWeights: fc.option(fc.tuple(weight, weight, weight), { nil: undefined }),
    temperature: fc.constantFrom(1e-90, 1e-6, 1e-2, 1, 1e6, 1e90),
    multiplier: fc.constantFrom(0, 0, 1),
    precision: fc.constantFrom('float32', 'float64'),
  })
  .map(({ kind, data, stepWeights, temperature, multiplier, precision }) => {
    // Values of float32 problems are float32: what lies beyond its range is the caller's to avoid.
    const limit = precision === 'float32' ? (kind === 'features' ? 1e20 : 1e30) : kind === 'features' ? 1e61 : Infinity;
    const numbers = (size: number, offset = 0): Float32Array | Float64Array => {
      const inside = (value: number): number => (Math.abs(value) < limit || (value === Infinity && kind !== 'features') ? value : 1);
      const chosen = data.slice(offset, offset + size).map(inside);
      return precision === 'float32' ? Float32Array.from(chosen) : Float64Array.from(chosen);
    };
    return normaliseProblem({
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      ...(stepWeights === undefined ? {} : { stepWeights }),
      end: { set: 'corner', multiplier },
      temperature: precision === 'float32' ? Math.min(temperature, 1e6) : temperature,
      cost:
        kind === 'dense'
          ? { kind, data: numbers(N * M), shape: [N, M] }
          : kind === 'gathered'
            ? { kind, values: numbers(N * 2), shape: [1, N, M], classes: 2, index: gatheredIndex }
            : {
                kind: 'features',
                x: numbers(N * D),
                y: numbers(M * D, N * D),
                shape: [N, M],
                dimension: D,
                localCost: { name: 'squaredEuclidean' },
              },
    });
  });
const penalties = fc.array(fc.constantFrom(0, 1, -1, 1e60, -1e60, 1e-320), { minLength: N * M, maxLength: N * M });

const upstreams = fc.constantFrom(1, 0, -1, 1e-320, 1e45, -1e60, 1e60);

it.each([openReference(), openCpu()].map((backend) => [backend.name, backend] as const))(
  'is a number, Infinity or a typed error, on %s',
  (_, backend) => {
    let computed = 0;
    fc.assert(
      fc.property(problems, penalties, upstreams, (problem, numbers, upstream) => {
        const paths = [Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2)];
        const penalty = Float64Array.from(numbers);
        const losses = [
          alignmentValue(problem),
          expectedAlignment(problem, penalty),
          dilate(problem),
          dilate(problem, { penalty, alpha: 0.1 }),
          pathCost(problem, paths),
          pathLikelihood(problem, paths),
          pathCoverage(problem, paths),
          alignmentEntropy(problem),
          sharpCost(problem),
          weightedLosses([
            { weight: -2, loss: dilate(problem) },
            { weight: 0, loss: pathLikelihood(problem, paths) },
          ]),
          weightedLosses([{ weight: -1e15, loss: weightedLosses([{ weight: 1e15, loss: expectedAlignment(problem, penalty) }]) }]),
          weightedLosses([
            { weight: 0, loss: dilate(problem, { penalty, alpha: 1 }) },
            { weight: 1, loss: pathCost(problem, paths) },
          ]),
        ];
        for (const [i, loss] of losses.entries()) {
          try {
            const options = { backend, gradient: true, inputGradient: true, upstream: [upstream] } as const;
            const { values, gradient, inputGradient } = computeLossSync(loss, options);
            expect(values[0] > -Infinity, `value of loss ${i}: ${values[0]}`).toBe(true);
            gradient!.data.forEach((slope) => expect(Number.isNaN(slope), `gradient of loss ${i}`).toBe(false));
            for (const part of Object.values(inputGradient!)) {
              if (typeof part === 'string') continue;
              part.forEach((slope: number) => expect(Number.isNaN(slope), `input gradient of loss ${i}`).toBe(false));
            }
            computed++;
          } catch (error) {
            if (!(error instanceof RubatoError)) throw error;
          }
        }
      }),
      { numRuns: 300 },
    );
    expect(computed).toBeGreaterThan(1500);
  },
);

it('overflows into Infinity where float32 ends, never into NaN', () => {
  const [x, y] = [Float32Array.of(0, 1, 2, 1), Float32Array.of(0, 2, 1)];
  const cost = { kind: 'features', x, y, shape: [4, 3], dimension: 1, localCost: { name: 'squaredEuclidean' } } as const;
  const problem = normaliseProblem({
    steps: [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
    cost,
  });
  const options = { backend: openCpu(), gradient: true, inputGradient: true, upstream: [1e45] };
  const { gradient, inputGradient } = computeLossSync(dilate(problem), options);
  expect(gradient!.data).toBeInstanceOf(Float32Array);
  expect(gradient!.data).toContain(Infinity);
  const { x: byX } = inputGradient as { x: Float32Array };
  expect(byX).toBeInstanceOf(Float32Array);
  // An element that equals all it is aligned with has the gradient 0, or one too small for 1e45 to overflow; the others overflow.
  byX.forEach((slope) => expect(Number.isNaN(slope)).toBe(false));
  expect(byX.some((slope) => Math.abs(slope) === Infinity)).toBe(true);
});
