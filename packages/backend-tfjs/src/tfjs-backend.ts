import type {
  AlignmentProblem,
  AlignmentSolution,
  LatticeLayout,
  MemoryEstimate,
  OpenOptions,
  SolveOptions,
  SolveRequest,
} from '@rubato/core';
import {
  CheckedBackend,
  inputBytes,
  latticeLayout,
  outputBytes,
  SolutionWriter,
  TimeSlices,
  UnsupportedError,
  writerBytes,
} from '@rubato/core';
import type { Wanted } from '@rubato/core/fronts';
import { cutIntoFronts, missingOutput, neededOutputs, traceFronts, wantedOf, writeFronts } from '@rubato/core/fronts';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin } from '@rubato/minimum';
import type { Prepared } from './lattice/prepare.ts';
import { prepare } from './lattice/prepare.ts';
import type { Backward } from './solve/backward.ts';
import { backward } from './solve/backward.ts';
import { directionTensor } from './solve/direction.ts';
import { forward } from './solve/forward.ts';
import { frontNumbers } from './solve/front-numbers.ts';
import { hessianProduct } from './solve/hessian-product.ts';
import { LatticeTensors } from './solve/lattice-tensors.ts';
import { scratchBytes, sourceNumbers } from './solve/memory.ts';
import { readBack } from './solve/read-back.ts';
import { TensorScope } from './solve/tensor-scope.ts';
import type { Tensor, Tfjs } from './tfjs.ts';

/** Some tfjs backends hold whole numbers as float32: larger ones would be rounded. */
const LARGEST_INDEX = 2 ** 24;

/** Alignment as tensor operations on whatever backend tfjs has. */
export class TfjsBackend extends CheckedBackend {
  private readonly tf: Tfjs;

  constructor(tf: Tfjs, options: OpenOptions) {
    super('tfjs', options, { precisions: Object.freeze(['float32'] as const), maximumCells: LARGEST_INDEX });
    this.tf = tf;
  }

  /** The tfjs backend that computes: the caller's choice, at the time of each solve. */
  get description(): string {
    return `tfjs-core ${this.tf.version_core}, backend ${this.tf.getBackend()}`;
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const reason = super.declines(problem, request);
    if (reason !== undefined) return reason;
    if (problem.precision !== 'float32') return 'tfjs computes in float32';
    return missingOutput(this.minimums[problem.minimum], neededOutputs(request));
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const layout = latticeLayout(problem);
    const output = outputBytes(problem, request, layout);
    const scratch = scratchBytes(problem, layout, wantedOf(request)) + writerBytes(problem, request);
    return { input: inputBytes(problem), output, scratch, total: output + scratch, plan: 'full' };
  }

  override async solve(problem: AlignmentProblem, request: SolveRequest, options: SolveOptions = {}): Promise<AlignmentSolution> {
    options.signal?.throwIfAborted();
    this.refuse(problem, request);
    const layout = latticeLayout(problem);
    const wanted = wantedOf(request);
    const minimum = this.minimums[problem.minimum];
    const slices = new TimeSlices({ ...options, total: places(problem) * visits(wanted) });
    const prepared = await slices.run(this.prepare(problem, layout, minimum));
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    await this.withTensors(prepared, (lattice) => this.sweep(problem, request, layout, lattice, wanted, slices, writer));
    if (wanted.path) {
      // Under γ costs may vanish in units that suit γ: the path has units of its own.
      const own = minimum.usesTemperature ? await slices.run(this.prepare(problem, layout, hardmin)) : prepared;
      await this.withTensors(own, (lattice) => this.findPaths(problem, lattice, slices, writer));
    }
    slices.check();
    slices.end();
    return writer.finish(this.name);
  }

  /** @throws UnsupportedError for numbers that float32 cannot hold, or too many of them */
  private *prepare(problem: AlignmentProblem, layout: LatticeLayout, minimum: MinimumFunction): Generator<number, Prepared, void> {
    const numbers = sourceNumbers(problem);
    if (numbers > LARGEST_INDEX) throw new UnsupportedError(this.name, `${numbers} costs are more than its ${LARGEST_INDEX}`);
    const size = places(problem);
    if (size > LARGEST_INDEX) throw new UnsupportedError(this.name, `${size} places in fronts are more than its ${LARGEST_INDEX}`);
    const prepared = yield* prepare(problem, layout, minimum, this.costs);
    if (typeof prepared === 'string') throw new UnsupportedError(this.name, prepared);
    return prepared;
  }

  /** Tensors for some work; all of them go when it ends, however it does. */
  private async withTensors(prepared: Prepared, work: (lattice: LatticeTensors) => Promise<void>): Promise<void> {
    const scope = new TensorScope(this.tf);
    try {
      await work(new LatticeTensors(scope, prepared));
    } finally {
      scope.dispose();
    }
  }

  private async sweep(
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    lattice: LatticeTensors,
    wanted: Wanted,
    slices: TimeSlices,
    writer: SolutionWriter,
  ): Promise<void> {
    const program = this.minimums[problem.minimum].program!;
    const pass = await slices.run(forward(lattice, program, { weights: wanted.backward, slopes: wanted.slopes }));
    let back: Backward | undefined;
    let products: readonly Tensor[] | undefined;
    if (wanted.backward) back = await slices.run(backward(lattice, pass, wanted));
    if (back !== undefined && request.hessianProduct !== undefined) {
      const direction = await slices.run(directionTensor(lattice, problem, layout, request.hessianProduct.direction));
      const alongCost = request.hessianProduct.along === 'cost';
      products = await slices.run(hessianProduct(lattice, program, pass, back, direction, alongCost));
    }
    const numbers = await readBack(lattice, wanted, pass, back, products);
    const { cells, units } = lattice.prepared;
    const own = frontNumbers(lattice.prepared, problem.steps.length + 1, numbers);
    await slices.run(writeFronts(problem, request, layout, cells, units, own, writer, this.costs));
  }

  private async findPaths(problem: AlignmentProblem, lattice: LatticeTensors, slices: TimeSlices, writer: SolutionWriter): Promise<void> {
    const { tf, scope } = { tf: this.tf, scope: lattice.scope };
    const { weights, end } = await slices.run(forward(lattice, hardmin.program!, { weights: true, slopes: false }));
    const stacked = scope.step(() => scope.hold(tf.stack([...weights], 0)));
    const [values, endWeights, edges] = await Promise.all([end.value, end.weights, stacked].map((tensor) => tensor.data<'float32'>()));
    const numbers = frontNumbers(lattice.prepared, problem.steps.length + 1, { values, endWeights, edges });
    traceFronts(problem, numbers, numbers.edge!, writer);
  }
}

/** Places in all fronts. */
function places(problem: AlignmentProblem): number {
  const { count, length } = cutIntoFronts(problem);
  return count * length * problem.batch;
}

/** How often a solve visits each place. */
function visits({ backward: backwards, path }: Wanted): number {
  return 1 + (backwards ? 1 : 0) + (path ? 1 : 0);
}
