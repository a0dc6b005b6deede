import { InvalidArgumentError, runAtOnce } from '@rubato/core';
import type { WarpGradient, WarpOptions, WarpProblem } from '@rubato/gdtw';
import { createSignal, createWarpProblem, warpFeasibility } from '@rubato/gdtw';
import type { Tensor } from '@tensorflow/tfjs-core';
import { checkOptions, checkTensor, checkWhole, inWords, refuse } from '../check.ts';
import { readLengths } from '../lengths.ts';
import { readForWarps } from './read-for-warps.ts';
import type { BatchName } from './item-errors.ts';
import { inBatch, InfeasibleItemError } from './item-errors.ts';
import type { TensorWarpOptions } from './warp-options.ts';
import { warpOptionNames } from './warp-options.ts';
import { itemInput, namesOf, readParameters } from './warp-parameters.ts';

/** A tensor that a batch depends on, and how a gradient of an item goes into one by it. */
export interface WarpInput {
  /** `x`, `y`, or the option's name. */
  readonly name: string;
  /** The same in errors: `options.lambda`. */
  readonly argument: string;
  readonly tensor: Tensor;
  accumulate(item: number, gradient: WarpGradient, into: Float64Array): void;
}

/** A batch of warp problems on the host, checked. */
export interface WarpBatch {
  readonly problems: readonly WarpProblem[];
  readonly inputs: readonly WarpInput[];
  /** K, and how many knots each item has. */
  readonly width: number;
  readonly knots: Int32Array;
  readonly yLengths: Int32Array;
  readonly solver: WarpOptions;
  /** What arguments of an item are called in the batch. */
  readonly names: readonly Readonly<Record<string, BatchName>>[];
}

/**
 * Reads tensors x [B, n, d] and y [B, m, d], and what options say of them, into warp problems.
 *
 * @throws InvalidArgumentError by name and index; InfeasibleItemError by item and knot
 */
export function readWarpBatch(x: Tensor, y: Tensor, options: TensorWarpOptions, alsoKnown: readonly string[]): WarpBatch {
  return runAtOnce(warpBatchSteps(x, y, options, alsoKnown));
}

/** The same step by step, an item each. All tensors are read in the first. */
export function* warpBatchSteps(
  x: Tensor,
  y: Tensor,
  options: TensorWarpOptions,
  alsoKnown: readonly string[],
): Generator<number, WarpBatch, void> {
  checkOptions(options, [...warpOptionNames, ...alsoKnown]);
  checkTensor('x', x, ['B', 'n', 'd']);
  checkTensor('y', y, ['B', 'm', 'd']);
  const [batch, n, channels] = x.shape as [number, number, number];
  const [, m] = y.shape as [number, number, number];
  if (y.shape[0] !== batch || y.shape[2] !== channels) {
    const expected = `a tensor [${batch}, m, ${channels}], as x is [${x.shape.join(', ')}]`;
    throw new InvalidArgumentError({ argument: 'y', found: inWords(y), expected });
  }
  if (n < 2) refuse('x', x, 'a float32 tensor [B, n, d] with n at least 2');
  if (m < 2) refuse('y', y, 'a float32 tensor [B, m, d] with m at least 2');
  const { interpolation = 'linear', knots: given = 'observations', solver = {}, onSolutions, onGradient } = options;
  if (given !== 'observations') checkWhole('options.knots', given, 2, 1e6);
  for (const [name, callback] of Object.entries({ onSolutions, onGradient })) {
    if (callback !== undefined && typeof callback !== 'function') refuse(`options.${name}`, callback, 'a function');
  }
  if (typeof solver !== 'object' || solver === null) refuse('options.solver', solver, 'an object');
  if ('polish' in solver) refuse('options.solver.polish', solver.polish, 'none: a warp that is not stationary has no gradient');
  const xLengths = readLengths('options.xLengths', options.xLengths, batch, n, 2);
  const yLengths = readLengths('options.yLengths', options.yLengths, batch, m, 2);
  const width = given === 'observations' ? m : given;
  const knots = given === 'observations' ? yLengths : new Int32Array(batch).fill(given);
  const parameters = readParameters(options, { batch, xLengths, yLengths, n, m, knots, width });
  const values = { x: readForWarps(x, 'x'), y: readForWarps(y, 'y') };

  const names = Array.from({ length: batch }, (_, b) => ({ ...namesOf(b, parameters), ...solverNames(solver) }));
  const problemOf = (b: number): WarpProblem => {
    const name = names[b];
    const signalOf = (which: 'x' | 'y', rows: number, length: number) => {
      const start = b * rows * channels;
      const times = parameters.get(`${which}Times`)?.numbers.of(b);
      const flat = values[which].subarray(start, start + length * channels);
      const tell: BatchName = (index) => ({ argument: which, index: [b, ...(index ?? [])] });
      return inBatch({ values: tell, 'options.times': name[`${which}Times`] }, () =>
        createSignal(flat, { channels, interpolation, ...(times === undefined ? {} : { times }) }),
      );
    };
    const signals = { x: signalOf('x', n, xLengths[b]), y: signalOf('y', m, yLengths[b]) };
    const problem = inBatch(name, () => createWarpProblem({ ...signals, ...itemInput(b, options, parameters) }, solver));
    const verdict = warpFeasibility(problem);
    if (!verdict.feasible) throw new InfeasibleItemError(b, verdict);
    return problem;
  };
  const problems: WarpProblem[] = [];
  for (let b = 0; b < batch; b++) {
    problems.push(problemOf(b));
    yield 1;
  }
  const ofSignal = (which: 'x' | 'y', tensor: Tensor): WarpInput => {
    const size = tensor.size / batch;
    return { name: which, argument: which, tensor, accumulate: (item, gradient, into) => into.set(gradient[which], item * size) };
  };
  const inputs = [ofSignal('x', x), ofSignal('y', y)];
  for (const [name, { numbers, gradient }] of parameters) {
    const { argument, tensor } = numbers;
    if (tensor === undefined) continue;
    inputs.push({ name, argument, tensor, accumulate: (item, of, into) => numbers.accumulate(item, gradient(of), into) });
  }
  return { problems, inputs, width, knots, yLengths, solver, names };
}

/** What `solveWarp` calls its options. */
function solverNames(solver: object): Record<string, BatchName> {
  return Object.fromEntries(
    Object.keys(solver).map((name) => [`options.${name}`, () => ({ argument: `options.solver.${name}`, index: undefined })]),
  );
}
