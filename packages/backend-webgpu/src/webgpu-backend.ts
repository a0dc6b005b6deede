import type {
  AlignmentProblem,
  AlignmentSolution,
  Cost,
  DeviceCost,
  MemoryEstimate,
  OpenOptions,
  SolveOptions,
  SolveRequest,
} from '@rubato/core';
import {
  checkRequest,
  CheckedBackend,
  DisposedError,
  inputBytes,
  MemoryLimitError,
  outputBytes,
  UnsupportedError,
  writerBytes,
} from '@rubato/core';
import { prepareLocalCost } from '@rubato/costs';
import { BufferScope } from './device/buffers.ts';
import { guarded } from './device/error-scopes.ts';
import type { KernelCache } from './device/kernels.ts';
import { kernelsOn } from './device/kernels.ts';
import type { Gpu } from './device/open-device.ts';
import { readBack } from './device/read-back.ts';
import { edgeSumsOf } from './lattice/edge-sums.ts';
import { kernelsOf } from './lattice/kernel-list.ts';
import type { Job } from './lattice/part-run.ts';
import type { Plan } from './lattice/plan.ts';
import { planSolve } from './lattice/plan.ts';
import { Results } from './lattice/results.ts';
import { coarser, itemScales } from './lattice/scales.ts';
import { deviceOf, inputOf } from './lattice/source.ts';
import { StructureCache } from './lattice/structure.ts';
import type { Tiles } from './lattice/tiles.ts';
import { canMeasureUnits } from './lattice/units.ts';
import { checkEngine } from './on-device/check-engine.ts';
import { checkIndex } from './on-device/check-index.ts';
import { checkReadable } from './on-device/check-readable.ts';
import { denseCost, featuresCost, gatheredCost } from './on-device/costs.ts';
import type { DeviceDense, DeviceFeatures, DeviceGathered } from './on-device/costs.ts';
import type { DeviceRequest, DeviceSolution } from './on-device/device-solution.ts';
import { deviceSolution } from './on-device/device-solution.ts';
import type { CostRangeProblem } from './on-device/largest-cost.ts';
import { largestCost } from './on-device/largest-cost.ts';
import type { OnDevice, SubmitOptions } from './on-device/on-device.ts';
import { submissionKernels, submitJob } from './on-device/submit.ts';
import type { MinimumOutput } from './print/minimum-outputs.ts';
import { unprintable } from './print/minimum-outputs.ts';
import { drivePart } from './solve/drive-part.ts';
import { Pace } from './solve/pace.ts';

/** Room for a solve on the device where the caller sets none: WebGPU does not tell how much there is. Larger batches go in parts. */
const DEFAULT_ROOM = 2 ** 30;
/** Units are made coarser so many times, in the end by 2^124: then costs are too large for float32 anyway. */
const MOST_ROUNDS = 6;

/** Alignment in WGSL: kernels printed for a problem's structure. */
export class WebGpuBackend extends CheckedBackend implements OnDevice {
  private readonly gpu: Gpu;
  private readonly kernels: KernelCache;
  private readonly structures = new StructureCache();
  private readonly limited: boolean;
  private readonly tiles: Tiles | undefined;
  private planned: { readonly problem: AlignmentProblem; readonly request: SolveRequest; readonly plan: Plan } | undefined;

  /** @param tiles in place of those that are chosen by size, for tests */
  constructor(gpu: Gpu, options: OpenOptions, tiles?: Tiles) {
    super('webgpu', options, { precisions: Object.freeze(['float32'] as const) });
    this.gpu = gpu;
    this.kernels = kernelsOn(gpu);
    this.limited = options.maxBytes !== undefined;
    this.tiles = tiles;
  }

  get device(): GPUDevice {
    return this.gpu.device;
  }

  /** The adapter in words. */
  get description(): string {
    return this.gpu.description;
  }

  protected override declinesCost(cost: Cost): string | undefined {
    if (cost.kind !== 'device') return undefined;
    if (cost.backend !== this.name) return super.declinesCost(cost);
    const device = deviceOf(cost.handle);
    if (device === undefined) return 'the handle of the device cost was not made by this package';
    return device === this.gpu.device ? undefined : 'the device cost is on another device';
  }

  protected override declines(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const reason = super.declines(problem, request);
    if (reason !== undefined) return reason;
    if (problem.precision !== 'float32') return 'WebGPU computes in float32';
    const outputs: MinimumOutput[] = ['value', 'weight'];
    if (request.temperatureGradient === true) outputs.push('temperatureDerivative');
    if (request.hessianProduct !== undefined) outputs.push('product');
    return unprintable(this.minimums[problem.minimum], outputs) ?? this.declinesSource(problem, request);
  }

  /** What only the host's solve cannot give of a cost on the device. */
  private declinesSource(problem: AlignmentProblem, request: SolveRequest): string | undefined {
    const { cost } = problem;
    const own = cost.kind === 'device' ? inputOf(cost.handle)! : cost;
    if (own.kind === 'features' && prepareLocalCost(own.localCost, own.dimension, this.costs).program === undefined) {
      return `the local cost ${own.localCost.name} has no definition that can be printed`;
    }
    if (cost.kind !== 'device') return undefined;
    if (request.inputGradient === true) return 'the gradient by a device cost stays on the device: ask `submit` for it';
    if (request.stepWeightGradient === undefined || edgeSumsOf(problem, request) !== undefined) return undefined;
    return 'a gradient by step weights that differ from cell to cell needs costs that the host can read';
  }

  override estimate(problem: AlignmentProblem, request: SolveRequest): MemoryEstimate & { readonly device: number } {
    const plan = this.plan(problem, request);
    this.planned = { problem, request, plan };
    const output = outputBytes(problem, request, plan.layout);
    const scratch = plan.deviceBytes + writerBytes(problem, request);
    const isWhole = plan.parts.every(({ windows }) => windows.length === 1);
    return {
      input: inputBytes(problem),
      output,
      scratch,
      total: output + scratch,
      plan: isWhole ? 'full' : 'checkpointed',
      device: plan.deviceBytes,
    };
  }

  private plan(problem: AlignmentProblem, request: SolveRequest): Plan {
    const { planned } = this;
    if (planned?.problem === problem && planned.request === request) return planned.plan;
    return this.planWithin(problem, request, this.roomFor(problem, request));
  }

  private roomFor(problem: AlignmentProblem, request: SolveRequest): number {
    if (!this.limited) return DEFAULT_ROOM;
    return Math.max(0, this.maxBytes - outputBytes(problem, request) - writerBytes(problem, request));
  }

  override async solve(problem: AlignmentProblem, request: SolveRequest, options: SolveOptions = {}): Promise<AlignmentSolution> {
    options.signal?.throwIfAborted();
    this.refuse(problem, request);
    checkIndex(problem);
    const plan = this.plan(problem, request);
    this.planned = undefined;
    this.refuseBuffers(plan);
    const pace = new Pace(this.gpu, plan, options);
    const answer = await this.solvePlanned(problem, request, plan, pace, options.reuse);
    if (answer !== undefined) return answer;
    // Costs over γ are too large for strips: the lattice's own kernels hold more.
    const other = this.planWithin(problem, request, this.roomFor(problem, request), false);
    this.refuseBuffers(other);
    if (this.limited) this.refuseBytes(other.deviceBytes + outputBytes(problem, request, plan.layout) + writerBytes(problem, request));
    return (await this.solvePlanned(problem, request, other, pace, options.reuse))!;
  }

  private refuseBytes(bytes: number): void {
    if (bytes > this.maxBytes) throw new MemoryLimitError(`backend ${this.name}`, bytes, this.maxBytes);
  }

  /** Solves by a plan, with coarser units where costs want them; undefined where its strips cannot hold the costs. */
  private async solvePlanned(
    problem: AlignmentProblem,
    request: SolveRequest,
    plan: Plan,
    pace: Pace,
    reuse: AlignmentSolution | undefined,
  ): Promise<AlignmentSolution | undefined> {
    let scales = itemScales(problem, this.minimums[problem.minimum]);
    await this.kernels.prepare(kernelsOf(plan));
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const results = new Results(plan, request, scales, this.costs, reuse);
      const job: Job = { ...plan, scales, direction: request.hessianProduct?.direction };
      for (const part of plan.parts) await drivePart(this.gpu, this.kernels, job, part, results, pace);
      if (results.outOfRange.length === 0) {
        pace.end();
        return results.finish(this.name);
      }
      if (plan.strips !== undefined) return undefined;
      scales = coarser(scales, results.outOfRange, round);
    }
    throw new UnsupportedError(this.name, 'costs, weights or features are too large for its float32 arithmetic');
  }

  /** A cost from a matrix on the device; see `OpenedWebGpu`. */
  denseCost(cost: DeviceDense): DeviceCost {
    return denseCost(this.gpu.device, cost);
  }

  gatheredCost(cost: DeviceGathered): DeviceCost {
    return gatheredCost(this.gpu.device, cost);
  }

  featuresCost(cost: DeviceFeatures): DeviceCost {
    return featuresCost(this.gpu.device, cost, this.costs);
  }

  largestCost(problem: CostRangeProblem): number {
    return largestCost(problem, this.minimums[problem.minimum]);
  }

  async prepare(problem: AlignmentProblem, request: DeviceRequest, options: SubmitOptions = {}): Promise<void> {
    const plan = this.planDevice(problem, request, options);
    await this.kernels.prepare([...kernelsOf(plan), ...submissionKernels(plan)]);
  }

  submit(problem: AlignmentProblem, request: DeviceRequest, options: SubmitOptions = {}): DeviceSolution {
    const plan = this.planDevice(problem, request, options);
    this.refuseBuffers(plan);
    if (this.limited) this.refuseBytes(plan.deviceBytes + outputBytes(problem, request, plan.layout));
    const scales = itemScales(problem, this.minimums[problem.minimum]);
    const job: Job = { ...plan, scales, direction: undefined, measuresUnits: canMeasureUnits(plan) };
    const scope = new BufferScope(this.gpu);
    try {
      const { result, errors } = guarded(this.gpu, () => submitJob(this.gpu, this.kernels, scope, job, request), 'a submission');
      return deviceSolution(scope, result, errors);
    } catch (error) {
      scope.dispose();
      throw error;
    }
  }

  async read(buffer: GPUBuffer, count: number = buffer.size / 4): Promise<Float32Array<ArrayBuffer>> {
    if (this.isDisposed) throw new DisposedError(this.name);
    checkReadable(buffer, count);
    const scope = new BufferScope(this.gpu);
    try {
      const [bytes] = await readBack(this.gpu, scope, [{ buffer, byte: 0, bytes: 4 * count }]);
      return new Float32Array(bytes);
    } finally {
      scope.dispose();
    }
  }

  /** The plan of a submission: derivatives by costs on the device may stay there. */
  private planDevice(problem: AlignmentProblem, request: DeviceRequest, { engine = 'fastest' }: SubmitOptions): Plan {
    checkEngine(engine);
    const { inputGradient, ...others } = request;
    this.refuseStructure(problem, others);
    checkRequest(problem, request);
    checkIndex(problem);
    if (inputGradient === true && problem.cost.kind === 'banded') {
      throw new UnsupportedError(this.name, 'a submission gives the gradient of a banded cost as `gradient`, packed by rows');
    }
    const room = this.limited ? this.maxBytes : DEFAULT_ROOM;
    const byStrips = engine === 'fastest' && this.tiles === undefined;
    return this.planWithin(problem, inputGradient === true ? request : others, room, byStrips);
  }

  private planWithin(problem: AlignmentProblem, request: SolveRequest, room: number, byStrips: boolean = this.tiles === undefined): Plan {
    const { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize } = this.gpu.device.limits;
    return planSolve(problem, request, this.minimums[problem.minimum], this.costs, this.structures, {
      largest: this.largestBuffer,
      room,
      strips: byStrips ? { maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupStorageSize, bytes: DEFAULT_ROOM } : undefined,
      ...(this.tiles === undefined ? {} : { tiles: this.tiles }),
    });
  }

  private get largestBuffer(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.device.limits;
    return Math.min(maxBufferSize, maxStorageBufferBindingSize);
  }

  private refuseBuffers({ largestBuffer }: Plan): void {
    if (largestBuffer > this.largestBuffer) throw new MemoryLimitError('a buffer on the device', largestBuffer, this.largestBuffer);
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.gpu.dispose();
  }
}
