import { Encoder, type Groups } from '../../../src/device/encode.ts';
import type { KernelSource } from '../../../src/device/kernel-source.ts';
import { readBack } from '../../../src/device/read-back.ts';
import { printBackward } from '../../../src/strips/backward.ts';
import { type StripBuffer, stripBuffers, type StripPass, stripPasses } from '../../../src/strips/buffers.ts';
import { printForward } from '../../../src/strips/forward.ts';
import { printGather, printStage } from '../../../src/strips/staging.ts';
import { carryLength, chooseSize, scratchLength, type StripSize } from '../../../src/strips/size.ts';
import { BufferScope } from '../../../src/device/buffers.ts';
import { type Bench, STORAGE } from '../../device/support/on-device.ts';
import { accessors, descriptionOf } from './accessors.ts';
import type { StripProblem } from './strip-problem.ts';

export interface Found {
  readonly status: number[];
  readonly value: number[];
  readonly gradient: Float32Array;
  readonly alignment: Float32Array;
}

const BYTES = { f32: 4, 'vec2<u32>': 8, 'vec4<u32>': 16 } as const;

/** What stands in outputs before: cells that the kernels do not write keep it. */
export const UNTOUCHED = 77;

const PRINTERS = { stage: printStage, forward: printForward, backward: printBackward, gather: printGather } as const;

/** A kernel around the functions of a pass. */
function kernelOf(problem: StripProblem, size: StripSize, pass: StripPass): KernelSource {
  const buffers = stripBuffers(problem.structure, size, pass);
  return {
    label: `strips ${pass}`,
    bindings: ['read', 'read', ...buffers.map(() => 'write' as const)],
    code: `@group(0) @binding(0) var<storage, read> description: array<f32>;
@group(0) @binding(1) var<storage, read> cost: array<f32>;
${buffers.map(({ name, element }, k) => `@group(0) @binding(${k + 2}) var<storage, read_write> ${name}: array<${element}>;`).join('\n')}
${accessors(problem)}
${PRINTERS[pass](problem.structure, size)}
${pass === 'stage' || pass === 'gather' ? wideMain(pass) : sweepMain(size, pass)}`,
  };
}

function sweepMain({ threads }: StripSize, pass: StripPass): string {
  return `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  ${pass}(group.x, group.x, thread);
}`;
}

/** Many invocations an item: 64 a workgroup, items along y. */
function wideMain(pass: 'stage' | 'gather'): string {
  const call = pass === 'stage' ? 'stage(id.y, id.y, id.x)' : 'gather(id.y, id.y, id.x / array_columns(), id.x % array_columns())';
  return `@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x < ${pass === 'stage' ? 'scratch_stride()' : 'array_area()'}) { ${call}; }
}`;
}

/** Runs all passes on the device and forms values as the host does. */
export async function runStrips({ gpu, cache }: Bench, problem: StripProblem, given: Partial<StripSize> = {}): Promise<Found> {
  const { structure, shape, items, temperature } = problem;
  const size = { ...chooseSize(structure, gpu.device.limits, ...shape, given.staged), ...given };
  const scope = new BufferScope(gpu);
  try {
    const cells = items.length * shape[0] * shape[1];
    const lengths: Record<StripBuffer['name'], number> = {
      scratch: items.length * scratchLength(structure, size, ...shape),
      staged: items.length * scratchLength(structure, size, ...shape),
      mean_weights: items.length * scratchLength(structure, size, ...shape),
      carry: items.length * carryLength(structure, size, ...shape),
      results: items.length,
      gradient: cells,
      alignment: cells,
    };
    const data = problem.cost.map((cost) => (cost === Infinity ? 3.0e38 : cost));
    const inputs = [scope.upload('description', descriptionOf(problem, size), STORAGE), scope.upload('cost', data, STORAGE)];
    const buffers = new Map<string, GPUBuffer>();
    const outputs = new Float32Array(cells).fill(UNTOUCHED);
    const bufferOf = ({ name, element }: StripBuffer): GPUBuffer => {
      const known = buffers.get(name);
      if (known !== undefined) return known;
      const output = name === 'gradient' || name === 'alignment';
      const made = output ? scope.upload(name, outputs, STORAGE) : scope.create(name, BYTES[element] * lengths[name], STORAGE);
      buffers.set(name, made);
      return made;
    };
    const kernels = stripPasses(size).map((pass) => ({ pass, kernel: kernelOf(problem, size, pass) }));
    await cache.prepare(kernels.map(({ kernel }) => kernel));
    const wide = (count: number): Groups => [Math.ceil(count / 64), items.length];
    const groups: Record<StripPass, Groups> = {
      stage: wide(scratchLength(structure, size, ...shape)),
      forward: [items.length],
      backward: [items.length],
      gather: wide(shape[0] * shape[1]),
    };
    const encoder = new Encoder(gpu, scope, cache, 'strips');
    for (const { pass, kernel } of kernels) {
      encoder.dispatch(kernel, [...inputs, ...stripBuffers(structure, size, pass).map(bufferOf)], undefined, groups[pass]);
    }
    encoder.submit();
    const names = ['results', ...(structure.gradient ? ['gradient'] : []), ...(structure.alignment ? ['alignment'] : [])];
    const parts = names.map((name) => ({ buffer: buffers.get(name)!, byte: 0, bytes: name === 'results' ? 16 * items.length : 4 * cells }));
    const read = await readBack(gpu, scope, parts);
    const answer = (name: string): Float32Array =>
      names.includes(name) ? new Float32Array(read[names.indexOf(name)]) : new Float32Array(0);
    const results = new Int32Array(read[0]);
    const mantissas = new Float32Array(read[0]);
    const status = items.map((_, b) => results[4 * b + 2]);
    const value = items.map((_, b) =>
      status[b] === 0 ? -temperature * Math.LN2 * (results[4 * b + 1] + Math.log2(mantissas[4 * b])) : Infinity,
    );
    return { status, value, gradient: answer('gradient'), alignment: answer('alignment') };
  } finally {
    scope.dispose();
  }
}
