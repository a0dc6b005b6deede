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

const [N, M] = [3, 3];
const extreme = fc.constantFrom(0, -0, 1, -1, 1e-300, 5e-324, 1e40, -1e40, 1e60, 1e139, -1e139, Infinity);
const weight = fc.constantFrom(0, 1, 1, 2, 1e-30, 1e6, Infinity);
const problems = fc
  .record({
    data: fc.array(extreme, { minLength: N * M, maxLength: N * M }),
    stepWeights: fc.option(fc.tuple(weight, weight, weight), { nil: undefined }),
    temperature: fc.constantFrom(1e-90, 1e-6, 1e-2, 1, 1e6, 1e90),
    multiplier: fc.constantFrom(0, 0, 1),
    precision: fc.constantFrom('float32', 'float64'),
  })
  .map(({ data, stepWeights, temperature, multiplier, precision }) =>
    normaliseProblem({
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      ...(stepWeights === undefined ? {} : { stepWeights }),
      end: { set: 'corner', multiplier },
      // Values of float32 problems are float32: what lies beyond its range is the caller's to avoid.
      temperature: precision === 'float32' ? Math.min(temperature, 1e6) : temperature,
      cost: {
        kind: 'dense',
        data:
          precision === 'float32'
            ? Float32Array.from(data, (value) => (Math.abs(value) < 1e30 || value === Infinity ? value : 1))
            : Float64Array.from(data),
        shape: [N, M],
      },
    }),
  );
const penalties = fc.array(fc.constantFrom(0, 1, -1, 1e60, -1e60, 1e-320), { minLength: N * M, maxLength: N * M });

it.each([openReference(), openCpu()].map((backend) => [backend.name, backend] as const))(
  'is a number, Infinity or a typed error, on %s',
  (_, backend) => {
    let computed = 0;
    fc.assert(
      fc.property(problems, penalties, (problem, numbers) => {
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
        ];
        for (const [i, loss] of losses.entries()) {
          try {
            const { values, gradient } = computeLossSync(loss, { backend, gradient: true });
            expect(values[0] > -Infinity, `value of loss ${i}: ${values[0]}`).toBe(true);
            gradient!.data.forEach((slope) => expect(Number.isNaN(slope), `gradient of loss ${i}`).toBe(false));
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
