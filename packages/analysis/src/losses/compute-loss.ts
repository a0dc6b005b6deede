import type { AlignmentSolution, Backend, InputGradient, ItemStatus, LatticeArray, SolveProgress } from '@rubato/core';
import { checkRequest, latticeArray, latticeLayout, openReference, solve, UnsupportedError } from '@rubato/core';
import type { LocalCost } from '@rubato/costs';
import { checkFlag, checkList, checkNumber, checkOptions, checkProblem, checkWork, refuse } from '../check.ts';
import type { Loss, LossContext, LossParts, LossQuestion } from './loss.ts';
import { pullBack } from './pull-back.ts';
import { saturate } from './saturate.ts';

/** What to compute of a loss, and who computes it. */
export interface LossOptions {
  /** An opened backend. Default: core's reference solver, which is right and slow. */
  readonly backend?: Backend;
  /** The gradient by the cost of each cell. */
  readonly gradient?: boolean;
  /** The gradient by the cost's own arrays: x and y of `features`, values of `gathered`, data of `dense` and `banded`. */
  readonly inputGradient?: boolean;
  /** Upstream gradient, shape [B]; default 1 for each item. Gradients are those of `Σ_b upstream_b·value_b`. */
  readonly upstream?: ArrayLike<number>;
  /** Local costs beside the built-in ones, by name, as the backend was opened with. */
  readonly costs?: Readonly<Record<string, LocalCost>>;
}

/** The same, with what only asynchronous work can have. */
export interface AsyncLossOptions extends LossOptions {
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In visits of lattice cells; `total` grows where a loss needs a second solve. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

/** The value of a loss for each item, and what was asked for beside it. */
export interface LossResult {
  /** Shape [B]; `Infinity` where an item has no path. */
  readonly values: Float64Array;
  readonly status: readonly ItemStatus[];
  /** On the cells of the problem, in its precision: `Infinity` where that ends; 0 for items without a finite value. */
  readonly gradient?: LatticeArray;
  readonly inputGradient?: InputGradient;
}

const KNOWN = ['backend', 'gradient', 'inputGradient', 'upstream', 'costs'];
const LARGEST_UPSTREAM = 1e60;

/**
 * Computes a loss and its gradients.
 *
 * @param loss for example `dilate(problem)`
 * @param options backend, gradients wanted, upstream gradient, abort signal, progress
 * @throws InvalidArgumentError for wrong options; what the backend throws: UnsupportedError, MemoryLimitError; the signal's reason on abort
 *
 * @example
 * ```ts
 * import { computeLoss, expectedAlignment } from '@rubato/analysis';
 * import { normaliseProblem } from '@rubato/core';
 * const cost = { kind: 'dense', data: new Float64Array(4), shape: [2, 2] } as const;
 * const problem = normaliseProblem({ cost, steps: [[1, 0], [0, 1], [1, 1]] });
 * const { values } = await computeLoss(expectedAlignment(problem, Float64Array.of(0, 1, 1, 0)));
 * values[0]; // → 2 / 3
 * ```
 */
export async function computeLoss(loss: Loss, options: AsyncLossOptions = {}): Promise<LossResult> {
  checkLoss(loss, options, [...KNOWN, 'signal', 'onProgress']);
  const { signal, onProgress, costs } = options;
  const backend = options.backend ?? openReference(costs === undefined ? {} : { costs });
  signal?.throwIfAborted();
  const work = loss.evaluate(contextOf(backend, options));
  let before = 0;
  let step = work.next();
  while (step.done !== true) {
    let cells = 0;
    const report = (progress: SolveProgress): void => {
      cells = progress.total;
      onProgress?.({ done: before + progress.done, total: before + progress.total });
    };
    const { problem, request } = step.value;
    const solution = await solve(problem, backend, request, {
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress: report }),
    });
    before += cells;
    step = work.next(solution);
  }
  return finish(loss, step.value, options);
}

/**
 * The same at once, on backends that answer at once: what a training step inside `tf.customGrad` needs.
 *
 * @throws UnsupportedError where the backend has no `solveSync`; otherwise as `computeLoss`
 *
 * @example
 * ```ts
 * import { computeLossSync, dilate } from '@rubato/analysis';
 * import { openCpu } from '@rubato/backend-cpu';
 * import { normaliseProblem } from '@rubato/core';
 * import { softDtw } from '@rubato/presets';
 * const x = Float64Array.of(0, 1, 3);
 * const cost = { kind: 'features', x, y: x, shape: [3, 3], dimension: 1, localCost: { name: 'squaredEuclidean' } } as const;
 * const problem = normaliseProblem({ ...softDtw({ temperature: 1e-3 }), cost });
 * const { values, inputGradient } = computeLossSync(dilate(problem), { backend: openCpu(), inputGradient: true });
 * Math.abs(values[0]) < 1e-9; // → true
 * inputGradient!.kind; // → 'features'
 * ```
 */
export function computeLossSync(loss: Loss, options: LossOptions = {}): LossResult {
  checkLoss(loss, options, KNOWN);
  const { costs } = options;
  const backend = options.backend ?? openReference(costs === undefined ? {} : { costs });
  const work = loss.evaluate(contextOf(backend, options));
  let step = work.next();
  while (step.done !== true) step = work.next(solveNow(backend, step.value));
  return finish(loss, step.value, options);
}

/** Solves at once, by the same rules as core's `solve`. */
function solveNow(backend: Backend, { problem, request }: LossQuestion): AlignmentSolution {
  if (backend.solveSync === undefined)
    throw new UnsupportedError(backend.name, 'it does not answer at once; use the asynchronous function');
  checkRequest(problem, request);
  const support = backend.supports(problem, request);
  if (!support.supported) throw new UnsupportedError(backend.name, support.reason);
  const { precisions } = backend.limits;
  if (!precisions.includes(problem.precision)) {
    throw new UnsupportedError(backend.name, `its precision is ${precisions.join(' or ')}, not ${problem.precision}`);
  }
  return backend.solveSync(problem, request);
}

function contextOf(backend: Backend, { gradient = false, inputGradient = false, costs }: LossOptions): LossContext {
  return { gradient: gradient || inputGradient, costs, maximumBytes: backend.limits.maximumBytes };
}

function finish(loss: Loss, parts: LossParts, options: LossOptions): LossResult {
  const { values, status } = parts;
  if (parts.gradient === undefined) return { values, status };
  const { problem } = loss;
  const layout = latticeLayout(problem);
  // In float64 to the end: what float32 cannot hold becomes Infinity in the last rounding, never NaN in a sum.
  const cells = new Float64Array(layout.size);
  for (let row = 0; row < layout.first.length; row++) {
    const b = Math.floor(row / problem.rows);
    if (!Number.isFinite(values[b])) continue;
    const factor = options.upstream?.[b] ?? 1;
    const end = layout.offset[row] + layout.last[row] - layout.first[row];
    for (let cell = layout.offset[row]; cell <= end; cell++) cells[cell] = factor * saturate(parts.gradient[cell]);
  }
  const result = {
    values,
    status,
    ...(options.inputGradient === true ? { inputGradient: pullBack(problem, layout, cells, options.costs) } : {}),
  };
  if (options.gradient !== true) return result;
  const gradient = latticeArray(problem, layout);
  gradient.data.set(cells);
  return { ...result, gradient };
}

function checkLoss(loss: Loss, options: AsyncLossOptions, known: readonly string[]): void {
  if (typeof loss !== 'object' || loss === null || typeof loss.evaluate !== 'function')
    refuse('loss', loss, 'a loss, such as dilate(problem)');
  checkOptions(options, known);
  checkProblem(loss.problem, 'loss.problem');
  checkWork(options);
  checkFlag('options.gradient', options.gradient);
  checkFlag('options.inputGradient', options.inputGradient);
  const { upstream } = options;
  if (upstream === undefined) return;
  checkList('options.upstream', upstream, loss.problem.batch);
  for (let b = 0; b < upstream.length; b++) checkNumber('options.upstream', upstream[b], -LARGEST_UPSTREAM, LARGEST_UPSTREAM, [b]);
}
