import type { LossResult } from '@rubato/analysis';
import { computeLoss, dilate } from '@rubato/analysis';
import { gpujsProvider } from '@rubato/backend-gpujs';
import { tfjsProvider } from '@rubato/backend-tfjs';
import type { AlignmentProblem, Backend, ProblemInput } from 'rubato';
import { backendNames, normaliseProblem, openBackend, presets, UnavailableBackendError, UnsupportedError } from 'rubato';
import { beforeAll, describe, expect, it } from 'vitest';
import { useCpu } from './support/tfjs-cpu.ts';

// The gradient of DILATE is second order, and made of Hessian products: this is one law over every backend that declares them.
beforeAll(useCpu);

const names = [...backendNames, 'gpujs', 'tfjs'];
/** Backends that do have Hessian products; to decline is a failure. */
const declares: readonly string[] = ['reference', 'cpu', 'webgpu', 'gpujs', 'tfjs'];
const required = (process.env['REQUIRE_BACKENDS'] ?? '').split(',').map((name) => name.trim());

/** The backend, or why this machine has none. */
async function open(name: string): Promise<Backend | string> {
  const provider = { gpujs: gpujsProvider, tfjs: tfjsProvider }[name];
  if (provider !== undefined) {
    const opened = await provider.open();
    return 'unavailable' in opened ? opened.reason : opened;
  }
  return openBackend(name).catch((error: unknown) => {
    if (error instanceof UnavailableBackendError) return error.reason;
    throw error;
  });
}

const [B, N, M, D] = [3, 5, 4, 2];
/** Numbers that float32 holds, the same at each run. */
const some = (size: number, phase: number): number[] =>
  Array.from({ length: size }, (_, k) => Math.round(64 * Math.sin(phase + 1.7 * k)) / 64);
const ragged = { rowLengths: [N, 3, 1], columnLengths: [M, M, 2] } as const;
const steps = [
  [1, 0],
  [0, 1],
  [1, 1],
] as const;
const parameterizations: readonly (readonly [string, Omit<ProblemInput, 'cost'>])[] = [
  ['weights of 1', { ...presets.softDtw({ temperature: [0.5, 1, 2] }), ...ragged }],
  ['one other weight', { steps, stepWeights: 2, start: { set: 'corner', multiplier: 2 }, ...ragged }],
  [
    'weights that differ by step',
    { ...presets.weightedSoftDtw({ horizontal: 0.5, vertical: 1, diagonal: 2, temperature: 0.8 }), ...ragged },
  ],
  ['an end that counts its cell again', { steps, end: { set: 'corner', multiplier: 0.5 }, ...ragged }],
];

const x = some(B * N * D, 0.3);
const y = some(B * M * D, 1.1);
const upstream = [1.5, 0.5, -1];

/** Both sequences, which the gradient is by. */
const given = { x, y } as const;
type Sides = Readonly<Record<keyof typeof given, readonly number[]>>;

function problemOf(
  input: Omit<ProblemInput, 'cost'>,
  Numbers: typeof Float32Array | typeof Float64Array,
  of: Sides = given,
): AlignmentProblem {
  const sides = { x: Numbers.from(of.x), y: Numbers.from(of.y) };
  const localCost = { name: 'squaredEuclidean' };
  return normaliseProblem({ ...input, cost: { kind: 'features', ...sides, shape: [B, N, M], dimension: D, localCost } });
}

/** Central differences of the values in float64 by one side, by the reference solver. */
async function differences(input: Omit<ProblemInput, 'cost'>, side: keyof Sides): Promise<number[]> {
  const h = 1e-5;
  const total = async (k: number, by: number): Promise<number> => {
    const moved = { ...given, [side]: given[side].with(k, given[side][k] + by) };
    const { values } = await computeLoss(dilate(problemOf(input, Float64Array, moved), { alpha: 0.3 }));
    return values.reduce((sum, value, b) => sum + upstream[b] * value, 0);
  };
  const slopes: number[] = [];
  for (let k = 0; k < given[side].length; k++) slopes.push(((await total(k, h)) - (await total(k, -h))) / (2 * h));
  return slopes;
}

function expectSlopes({ inputGradient }: LossResult, expected: Sides, tolerance: number): void {
  if (inputGradient?.kind !== 'features') expect.fail('no gradient by features');
  for (const side of ['x', 'y'] as const) {
    const largest = Math.max(...expected[side].map(Math.abs));
    expect(largest).toBeGreaterThan(0.1);
    expect(inputGradient[side].length).toBe(expected[side].length);
    inputGradient[side].forEach((slope: number, k: number) => {
      const found = `${side}[${k}]: ${slope}, not ${expected[side][k]}`;
      expect(Math.abs(slope - expected[side][k]), found).toBeLessThan(tolerance * largest);
    });
  }
}

describe.each(parameterizations)('the gradient of DILATE is that of finite differences: %s', (_, input) => {
  let expected: Sides;
  beforeAll(async () => {
    expected = { x: await differences(input, 'x'), y: await differences(input, 'y') };
  });

  for (const name of names) {
    it(`on ${name}`, async (context) => {
      const backend = await open(name);
      if (typeof backend === 'string') {
        if (required.includes(name)) expect.fail(`backend ${name} is required, and is not available: ${backend}`);
        return context.skip(backend);
      }
      try {
        const narrow = !backend.limits.precisions.includes('float64');
        const problem = problemOf(input, narrow ? Float32Array : Float64Array);
        const direction = new Float64Array(B * N * M);
        const support = backend.supports(problem, { hessianProduct: { along: 'cellPenalty', direction } });
        const asked = computeLoss(dilate(problem, { alpha: 0.3 }), { backend, inputGradient: true, upstream });
        if (!support.supported) {
          await expect(asked).rejects.toThrow(UnsupportedError);
          await expect(asked).rejects.toThrow(support.reason);
          expect(declares, support.reason).not.toContain(name);
          return context.skip(support.reason);
        }
        expect(declares).toContain(name);
        expectSlopes(await asked, expected, narrow ? 1e-4 : 1e-8);
      } finally {
        await backend.dispose();
      }
    });
  }
});
