import { normaliseProblem } from '@rubato/core';
import type { AlignmentProblem, SolveRequest } from '@rubato/core';
import fc from 'fast-check';
import { Draw } from '../arbitraries/draw.ts';
import { bruteForceCtc, gravesCtc } from '../oracles/ctc.ts';
import { expectation } from '../oracles/expectation.ts';
import { textbookSoftDtw } from '../oracles/soft-dtw.ts';
import type { LawContext } from './law.ts';
import type { Law } from './law.ts';
import { LawSkipped } from './law.ts';

const seeds = { seed: fc.noShrink(fc.integer({ min: 0, max: 2 ** 30 })) };

/** As much of a request as the backend takes; the run does not count where that is not even the value. */
function supportedRequest(context: LawContext, problem: AlignmentProblem, request: SolveRequest): SolveRequest {
  if (context.backend.supports(problem, request).supported) return request;
  fc.pre(context.backend.supports(problem, {}).supported);
  return {};
}

export const ctcPreset: Law = {
  number: 7,
  name: 'CTC',
  sentence: 'CTC preset = -log p(Y|X) as any other CTC loss computes it, and its gradient the posteriors of the classes.',
  async check(context) {
    const { ctc } = context.options.presets;
    if (ctc === undefined) throw new LawSkipped('no CTC preset was handed in');
    const { precisions } = context.problems({ costKinds: ['gathered'], minimums: ['softmin'] });
    const arbitrary = fc.record({
      ...seeds,
      batch: fc.integer({ min: 1, max: 3 }),
      frames: fc.integer({ min: 1, max: 7 }),
      classes: fc.integer({ min: 2, max: 4 }),
      longest: fc.integer({ min: 0, max: 3 }),
      precision: fc.constantFrom(...precisions!),
    });
    await context.forAll(arbitrary, async ({ seed, batch, frames, classes, longest, precision }) => {
      const draw = new Draw(seed, 0, precision);
      const blank = draw.pick([0, classes - 1]);
      const symbols = Array.from({ length: classes }, (_, k) => k).filter((k) => k !== blank);
      const labels = Array.from({ length: batch }, () => Array.from({ length: draw.whole(0, longest) }, () => draw.pick(symbols)));
      const rowLengths = Array.from({ length: batch }, () => draw.whole(1, frames));
      const values = (
        precision === 'float32' ? new Float32Array(batch * frames * classes) : new Float64Array(batch * frames * classes)
      ).map(() => draw.real(0.1, 4));
      const parameterization = ctc(labels, { blank });
      const columns = parameterization.columnClasses!.length / batch;
      const { columnClasses, ...rest } = parameterization;
      const cost = { kind: 'gathered', values, shape: [batch, frames, columns], classes, index: columnClasses! } as const;
      const problem = normaliseProblem({ ...rest, cost, rowLengths });
      const asked = supportedRequest(context, problem, { inputGradient: true });
      const solution = await context.backend.solve(problem, asked);
      const expected = expectation(problem, asked, false);
      labels.forEach((target, b) => {
        const logProbabilities = Float64Array.from(
          values.subarray(b * frames * classes, (b * frames + rowLengths[b]) * classes),
          (value) => -value,
        );
        const { loss, occupancy } = gravesCtc(logProbabilities, classes, target, blank);
        const allowed = 2 * expected.smoothToleranceOf('values', b) + 1e-13 * (1 + Math.abs(loss));
        const near = (value: number, want: number, what: string): void => {
          if (!(value === want || Math.abs(value - want) <= allowed))
            throw new Error(`${what} of item ${b} is ${value}, expected ${want} (tolerance ${allowed})`);
        };
        near(solution.values[b], loss, 'the loss');
        if (classes ** rowLengths[b] <= 300) {
          near(solution.values[b], bruteForceCtc(logProbabilities, classes, target, blank), 'the loss by all class sequences');
          context.count('items by all class sequences');
        }
        const { inputGradient } = solution;
        if (inputGradient?.kind !== 'gathered') return;
        const most = expected.smoothToleranceOf('inputGradient', b) + 1e-12;
        occupancy.forEach((posterior, k) => {
          const mine = inputGradient.values[b * frames * classes + k];
          if (!(Math.abs(mine - posterior) <= most))
            throw new Error(`the posterior at position ${k} of item ${b} is ${mine}, expected ${posterior} (tolerance ${most})`);
        });
      });
      context.saw(...solution.values);
      context.tally.items += batch;
    });
  },
};

export const softDtwPreset: Law = {
  number: 7,
  name: 'soft-DTW',
  sentence: "Soft-DTW preset = Cuturi & Blondel's textbook recursions, value and gradient.",
  async check(context) {
    const { softDtw } = context.options.presets;
    if (softDtw === undefined) throw new LawSkipped('no soft-DTW preset was handed in');
    const { precisions } = context.problems({ costKinds: ['dense'], minimums: ['softmin'] });
    const arbitrary = fc.record({
      ...seeds,
      rows: fc.integer({ min: 1, max: 8 }),
      columns: fc.integer({ min: 1, max: 8 }),
      exponent: fc.integer({ min: -200, max: 200 }),
      precision: fc.constantFrom(...precisions!),
    });
    await context.forAll(arbitrary, async ({ seed, rows, columns, exponent, precision }) => {
      const draw = new Draw(seed, 0, precision);
      const data = (precision === 'float32' ? new Float32Array(rows * columns) : new Float64Array(rows * columns)).map(() =>
        draw.real(-1, 3),
      );
      const temperature = Math.fround(10 ** (exponent / 100));
      const problem = normaliseProblem({ ...softDtw({ temperature }), cost: { kind: 'dense', data, shape: [rows, columns] } });
      const asked = supportedRequest(context, problem, { gradient: true });
      const { values, gradient } = await context.backend.solve(problem, asked);
      const { value, gradient: E } = textbookSoftDtw(data, rows, columns, temperature);
      const expected = expectation(problem, asked, false);
      const allowed = 2 * expected.smoothToleranceOf('values', 0);
      if (!(Math.abs(values[0] - value) <= allowed)) throw new Error(`the value is ${values[0]}, expected ${value} (tolerance ${allowed})`);
      // The textbook's backward recursion rounds differences of accumulated costs itself.
      const most = 2 * expected.smoothToleranceOf('gradient', 0) + 1e-12 / temperature;
      gradient?.data.forEach((mine: number, k: number) => {
        if (!(Math.abs(mine - E[k]) <= most)) throw new Error(`E at position ${k} is ${mine}, expected ${E[k]} (tolerance ${most})`);
      });
      context.saw(values[0]);
      context.tally.items++;
    });
  },
};
