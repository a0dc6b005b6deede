import type { BufferScope } from '../device/buffers.ts';
import { Encoder } from '../device/encode.ts';
import type { KernelSource } from '../device/kernel-source.ts';
import type { KernelCache } from '../device/kernels.ts';
import type { Gpu } from '../device/open-device.ts';
import { denseGradientKernel, distanceValuesKernel, valuesKernel } from '../lattice/convert.ts';
import type { Job } from '../lattice/part-run.ts';
import { PartRun } from '../lattice/part-run.ts';
import { POINT_THREADS } from '../lattice/points.ts';
import { longestPath, USAGE } from '../lattice/sizes.ts';
import type { Output } from '../lattice/solve-part.ts';
import { solvePart } from '../lattice/solve-part.ts';
import { canMeasureUnits, unitsKernel } from '../lattice/units.ts';
import { stripValuesKernel } from '../strips/kernels.ts';
import type { DeviceBuffers, DeviceInputGradient, DeviceRequest } from './device-solution.ts';

/** The kernels that a submission needs beside those of a solve: they find units, and bring results into the caller's form. */
export function submissionKernels(plan: Pick<Job, 'structure' | 'wanted' | 'strips' | 'source' | 'parts'>): KernelSource[] {
  const { structure, wanted, strips } = plan;
  const kernels = [strips === undefined ? valuesKernel(structure) : stripValuesKernel(structure)];
  if (wanted.distances) kernels.push(distanceValuesKernel(structure));
  if (wanted.inputGradient && structure.banded && structure.cost === 'dense') kernels.push(denseGradientKernel(structure));
  if (canMeasureUnits(plan)) kernels.push(unitsKernel(structure));
  return kernels;
}

/** Where results go: arrays of the whole batch, which the parts' are copied to. */
type TargetName =
  | 'values'
  | 'status'
  | 'gradient'
  | 'softAlignment'
  | 'accumulatedCost'
  | 'inputGradient'
  | 'inputGradientY'
  | 'cells'
  | 'traces';

class Targets {
  private readonly scope: BufferScope;
  private readonly job: Job;
  private readonly buffers = new Map<TargetName, GPUBuffer>();
  /** Whether a part is the whole: its arrays are handed out as they are. */
  private readonly direct: boolean;

  constructor(scope: BufferScope, job: Job, request: DeviceRequest, direct: boolean) {
    this.scope = scope;
    this.job = job;
    this.direct = direct;
    const { problem, layout, source } = job;
    this.add('values', problem.batch);
    this.add('status', problem.batch);
    if (request.accumulatedCost === true) this.add('accumulatedCost', layout.size);
    if (request.inputGradient === true && layout.banded && source.kind === 'dense') {
      this.add('inputGradient', problem.batch * problem.rows * problem.columns);
    }
    if (direct) return;
    if (request.softAlignment === true) this.add('softAlignment', layout.size);
    const asInput = source.kind === 'dense' || source.kind === 'banded';
    if (request.gradient === true || (request.inputGradient === true && asInput)) this.add('gradient', layout.size);
    if (request.inputGradient === true && source.kind === 'gathered')
      this.add('inputGradient', problem.batch * problem.rows * source.classes);
    if (request.inputGradient === true && source.kind === 'features') {
      this.add('inputGradient', problem.batch * problem.rows * source.prepared.dimension);
      this.add('inputGradientY', problem.batch * problem.columns * source.prepared.dimension);
    }
    if (request.path === true) {
      this.add('cells', 2 * problem.batch * longestPath(problem));
      this.add('traces', 4 * problem.batch);
    }
  }

  private add(name: TargetName, numbers: number): void {
    this.buffers.set(name, this.scope.create(name, 4 * numbers, USAGE));
  }

  get(name: TargetName): GPUBuffer | undefined {
    return this.buffers.get(name);
  }

  /** Takes an output of a part. */
  take(run: PartRun, output: Output): void {
    const { name, window } = output;
    const { problem, layout, wanted, structure } = this.job;
    const { firstItem, items, firstRow } = window;
    const firstRowOfAll = firstItem * problem.rows + firstRow;
    const cell = layout.banded ? layout.offset[firstRowOfAll] : firstRowOfAll * problem.columns;
    switch (name) {
      case 'results':
      case 'stripResults': {
        const kernel = name === 'results' ? valuesKernel(structure) : stripValuesKernel(structure);
        const [values, words] = [0, 1].map(() => this.scope.create('converted', 4 * items, USAGE));
        run.dispatchItems(kernel, [name, values, words], Math.ceil(items / POINT_THREADS));
        run.encoder.copy(values, 0, this.buffers.get('values')!, 4 * firstItem, 4 * items);
        run.encoder.copy(words, 0, this.buffers.get('status')!, 4 * firstItem, 4 * items);
        run.adopt(values, words);
        return;
      }
      case 'distances': {
        const converted = this.scope.create('converted', output.bytes / 2 + output.byte / 2, USAGE);
        run.points(distanceValuesKernel(structure), ['distances', converted]);
        run.encoder.copy(converted, output.byte / 2, this.buffers.get('accumulatedCost')!, 4 * cell, output.bytes / 2);
        run.adopt(converted);
        return;
      }
      case 'alignment':
        if (wanted.alignment) this.bring(run, output, 'softAlignment', 4 * cell);
        if (wanted.gradientIsAlignment && wanted.gradient) this.takeGradient(run, output, 4 * cell);
        return;
      case 'gradient':
        return this.takeGradient(run, output, 4 * cell);
      case 'inputGradient':
        return this.bring(
          run,
          output,
          name,
          (output.bytes / (items > 1 ? items * problem.rows : window.endRow - firstRow)) * firstRowOfAll,
        );
      case 'inputGradientY':
        return this.bring(run, output, name, (output.bytes / items) * firstItem);
      case 'paths':
        return this.bring(run, output, 'cells', (output.bytes / items) * firstItem);
      case 'traces':
        return this.bring(run, output, 'traces', (output.bytes / items) * firstItem);
      default:
    }
  }

  private takeGradient(run: PartRun, output: Output, at: number): void {
    const { problem, wanted, structure } = this.job;
    this.bring(run, output, 'gradient', at);
    if (!(wanted.inputGradient && structure.banded && structure.cost === 'dense')) return;
    // A dense cost in a band: its gradient is dense, too.
    const { firstItem, items, windowRow, windowRows, firstRow, endRow } = output.window;
    const row = 4 * problem.columns;
    const unpacked = this.scope.create('unpacked', row * items * windowRows, USAGE);
    run.points(denseGradientKernel(structure), [output.name, unpacked]);
    const rows = items > 1 ? items * windowRows : endRow - firstRow;
    const from = items > 1 ? 0 : firstRow - windowRow;
    run.encoder.copy(unpacked, row * from, this.get('inputGradient')!, row * (firstItem * problem.rows + firstRow), row * rows);
    run.adopt(unpacked);
  }

  private bring(run: PartRun, { name, byte, bytes }: Output, target: TargetName, at: number): void {
    const into = this.buffers.get(target);
    if (into !== undefined) run.encoder.copy(run.buffer(name), byte, into, at, bytes);
    else if (this.direct) this.buffers.set(target, run.buffer(name));
  }

  /** The arrays that are parts' own and are handed out. */
  get handedOut(): ReadonlySet<GPUBuffer> {
    return new Set(this.buffers.values());
  }

  result(request: DeviceRequest): DeviceBuffers {
    const [gradient, alignment, distances] = [this.get('gradient'), this.get('softAlignment'), this.get('accumulatedCost')];
    const [cells, traces] = [this.get('cells'), this.get('traces')];
    const input = request.inputGradient === true ? this.inputGradient(gradient) : undefined;
    return {
      values: this.get('values')!,
      status: this.get('status')!,
      ...(request.gradient === true && gradient && { gradient }),
      ...(request.softAlignment === true && alignment && { softAlignment: alignment }),
      ...(distances && { accumulatedCost: distances }),
      ...(input && { inputGradient: input }),
      ...(cells && traces && { paths: { cells, traces } }),
    };
  }

  private inputGradient(gradient: GPUBuffer | undefined): DeviceInputGradient {
    const { source } = this.job;
    switch (source.kind) {
      case 'dense':
      case 'banded':
        return { kind: source.kind, data: this.get('inputGradient') ?? gradient! };
      case 'gathered':
        return { kind: 'gathered', values: this.get('inputGradient')! };
      case 'features':
        return { kind: 'features', x: this.get('inputGradient')!, y: this.get('inputGradientY')! };
    }
  }
}

/** Encodes and submits a job; nothing is waited for. The scope owns what comes back. */
export function submitJob(gpu: Gpu, kernels: KernelCache, scope: BufferScope, job: Job, request: DeviceRequest): DeviceBuffers {
  const { parts } = job;
  const encoder = new Encoder(gpu, scope, kernels, 'submit');
  const direct = parts.length === 1 && parts[0].windows.length === 1;
  const targets = new Targets(scope, job, request, direct);
  for (const part of parts) {
    const run = new PartRun(job, part, scope, encoder);
    for (const event of solvePart(run)) {
      if (event.kind === 'outputs') for (const output of event.outputs) targets.take(run, output);
    }
    encoder.submit();
    run.dispose(targets.handedOut);
  }
  encoder.dispose();
  return targets.result(request);
}
