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
  DisposedError,
  inputBytes,
  latticeLayout,
  mostCandidates,
  outputBytes,
  runAtOnce,
  runInSlices,
  SolutionWriter,
  UnsupportedError,
  WAIT,
  writerBytes,
} from '@rubato/core';
import type { Wanted } from '@rubato/core/fronts';
import { cutIntoFronts, missingOutput, neededOutputs, traceFronts, wantedOf, writeFronts } from '@rubato/core/fronts';
import type { MinimumFunction } from '@rubato/minimum';
import { hardmin } from '@rubato/minimum';
import type { Device } from './device/device.ts';
import { LARGEST_LOOP } from './device/device.ts';
import { DeviceScope } from './device/device-scope.ts';
import type { GpujsMode } from './device/mode.ts';
import type { NamedProgram } from './kernels/minimum.ts';
import type { Prepared } from './lattice/prepare.ts';
import { FORWARD_PLANES, prepare } from './lattice/prepare.ts';
import { checkMinimum } from './print/check-minimum.ts';
import { backward } from './solve/backward.ts';
import { directionOf } from './solve/direction.ts';
import { forward } from './solve/forward.ts';
import { frontNumbers } from './solve/front-numbers.ts';
import { hessianProduct } from './solve/hessian-product.ts';
import { LatticeRun } from './solve/lattice-run.ts';
import { scratchBytes } from './solve/memory.ts';
import { readBack, readEnds, readFronts } from './solve/read-back.ts';

/** Each front that a step may come from is a texture; WebGL2 promises 16 to a kernel. */
const FURTHEST_FRONT = 8;

/** Best paths are those of the built-in hard minimum, whatever the caller named `hardmin`. */
const pathProgram: NamedProgram = { name: 'paths', program: hardmin.program! };

/** An answer that says what computed it. */
export interface GpujsSolution extends AlignmentSolution {
  /** The mode of gpu.js. */
  readonly mode: GpujsMode;
}

/** Alignment as kernels of gpu.js. */
export class GpujsBackend extends CheckedBackend {
  /** The mode of gpu.js that computes. */
  readonly mode: GpujsMode;
  private readonly device: Device;

  constructor(device: Device, options: OpenOptions) {
    super('gpujs', options, { precisions: Object.freeze(['float32'] as const) });
    for (const [name, minimum] of Object.entries(options.minimums ?? {})) checkMinimum(name, minimum);
    this.device = device;
    this.mode = device.mode;
  }

  /** What computes, in words. */
  get description(): string {
    return `gpu.js, mode ${this.mode}`;
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const reason = super.declines(problem, request);
    if (reason !== undefined) return reason;
    if (problem.precision !== 'float32') return 'gpu.js computes in float32';
    const { reach } = cutIntoFronts(problem);
    if (reach > FURTHEST_FRONT) {
      return `its kernels read at most ${FURTHEST_FRONT} earlier fronts (rows, columns or anti-diagonals); these steps reach ${reach} back`;
    }
    return missingOutput(this.minimums[problem.minimum], neededOutputs(request));
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate {
    const layout = latticeLayout(problem);
    const output = outputBytes(problem, request, layout);
    const scratch = scratchBytes(problem, layout, wantedOf(request)) + writerBytes(problem, request);
    return { input: inputBytes(problem), output, scratch, total: output + scratch, plan: 'full' };
  }

  override async solve(problem: AlignmentProblem, request: SolveRequest, options: SolveOptions = {}): Promise<GpujsSolution> {
    options.signal?.throwIfAborted();
    this.refuse(problem, request);
    const wanted = wantedOf(request);
    const { count, length } = cutIntoFronts(problem);
    return runInSlices(this.work(problem, request, wanted), {
      ...options,
      total: count * length * problem.batch * visits(wanted),
      wait: () => this.device.settled(),
      check: () => {
        if (this.isDisposed) throw new DisposedError(this.name);
      },
    });
  }

  solveSync(problem: AlignmentProblem, request: SolveRequest): GpujsSolution {
    this.refuse(problem, request);
    return runAtOnce(this.work(problem, request, wantedOf(request)));
  }

  override async dispose(): Promise<void> {
    if (this.isDisposed) return;
    await super.dispose();
    await this.device.dispose();
  }

  /** Yields the places done since the last yield, or `WAIT` before it reads back: the device should be done by then. */
  private *work(problem: AlignmentProblem, request: SolveRequest, wanted: Wanted): Generator<number, GpujsSolution, void> {
    const layout = latticeLayout(problem);
    const minimum = this.minimums[problem.minimum];
    const prepared = yield* this.prepare(problem, layout, minimum);
    const writer = new SolutionWriter(problem, request, layout, this.costs);
    yield* this.onDevice(prepared, (run) => this.sweep(problem, request, layout, wanted, run, writer));
    if (wanted.path) {
      // Under γ costs may vanish in units that suit γ: the path has units of its own.
      const own = minimum.usesTemperature ? yield* this.prepare(problem, layout, hardmin) : prepared;
      yield* this.onDevice(own, (run) => this.findPaths(problem, run, writer));
    }
    return { ...writer.finish(this.name), mode: this.mode };
  }

  /** Refuses fronts that are too large for the device, before anything is prepared. */
  protected override refuse(problem: AlignmentProblem, request: SolveRequest): void {
    super.refuse(problem, request);
    const { length, moves } = cutIntoFronts(problem);
    const ends = mostCandidates(problem.end, problem.rowLengths, problem.columnLengths);
    // Candidates are the largest output, and larger than all arguments of a front.
    const planes = Math.max(FORWARD_PLANES, 2 * (moves.length + 1));
    const reason = this.device.refuses([length, problem.batch, planes]) ?? this.device.refuses([1, problem.batch, 2 * ends]);
    if (reason !== undefined) throw new UnsupportedError(this.name, reason);
    if (ends > LARGEST_LOOP) {
      throw new UnsupportedError(this.name, `${ends} end candidates of one item are more than its ${LARGEST_LOOP}`);
    }
  }

  /** @throws UnsupportedError for numbers that float32 cannot hold */
  private *prepare(problem: AlignmentProblem, layout: LatticeLayout, minimum: MinimumFunction): Generator<number, Prepared, void> {
    const prepared = yield* prepare(problem, layout, minimum, this.costs);
    if (typeof prepared === 'string') throw new UnsupportedError(this.name, prepared);
    return prepared;
  }

  /** A minimum's program, under a name that no other has: not that of paths, however the caller named it. */
  private programOf(minimum: string): NamedProgram {
    const program = this.minimums[minimum].program!;
    return program === pathProgram.program ? pathProgram : { name: `the minimum ${minimum}`, program };
  }

  /** Numbers on the device for some work; all of them go when it ends, however it does. */
  private *onDevice(prepared: Prepared, work: (run: LatticeRun) => Generator<number, void, void>): Generator<number, void, void> {
    const scope = new DeviceScope(this.device);
    try {
      yield* work(new LatticeRun(scope, prepared));
    } finally {
      scope.dispose();
    }
  }

  private *sweep(
    problem: AlignmentProblem,
    request: SolveRequest,
    layout: LatticeLayout,
    wanted: Wanted,
    run: LatticeRun,
    writer: SolutionWriter,
  ): Generator<number, void, void> {
    const program = this.programOf(problem.minimum);
    const pass = yield* forward(run, program, {
      distances: wanted.distances,
      weights: wanted.backward,
      slopes: wanted.slopes,
      candidates: wanted.hessian,
    });
    const back = wanted.backward ? yield* backward(run, pass, wanted) : undefined;
    const direction = request.hessianProduct && (yield* directionOf(problem, layout, run.prepared, request.hessianProduct));
    const products = back === undefined || direction === undefined ? undefined : yield* hessianProduct(run, program, pass, back, direction);
    yield WAIT;
    const numbers = yield* readBack(run, wanted, pass, back, products);
    yield run.prepared.cells.size;
    const { cells, units } = run.prepared;
    yield* writeFronts(problem, request, layout, cells, units, frontNumbers(run.prepared, run.slots, numbers), writer, this.costs);
  }

  private *findPaths(problem: AlignmentProblem, run: LatticeRun, writer: SolutionWriter): Generator<number, void, void> {
    const { weights, end } = yield* forward(run, pathProgram, { distances: false, weights: true, slopes: false, candidates: false });
    yield WAIT;
    const values = readEnds(run, end.value, 2);
    const endWeights = readEnds(run, end.weights, run.prepared.end.count);
    const edges = yield* readFronts(run, weights, run.slots);
    const numbers = frontNumbers(run.prepared, run.slots, { values, endWeights, edges });
    traceFronts(problem, numbers, numbers.edge!, writer);
    yield run.prepared.cells.size;
  }
}

/** How often a solve visits each place: forward, backward, and when it is read; the same for paths. */
function visits({ backward: backwards, path }: Wanted): number {
  return 2 + (backwards ? 1 : 0) + (path ? 2 : 0);
}
