import type { KernelSource } from '../device/kernel-source.ts';
import type { ArrayBinding } from '../lattice/bindings.ts';
import { latticeKernel } from '../lattice/kernels.ts';
import { POINT_THREADS } from '../lattice/points.ts';
import { SOLVED } from '../lattice/prelude.ts';
import type { LatticeStructure } from '../lattice/structure.ts';
import { printBackward } from './backward.ts';
import type { StripPass } from './buffers.ts';
import { stripBuffers } from './buffers.ts';
import { printForward } from './forward.ts';
import type { StripSize } from './size.ts';
import { printGather, printStage } from './staging.ts';
import type { StripStructure } from './structure.ts';

const PRINTERS = { stage: printStage, forward: printForward, backward: printBackward, gather: printGather } as const;

/** A pass of the strips over the lattice's description and cost. */
export function stripKernel(lattice: LatticeStructure, structure: StripStructure, size: StripSize, pass: StripPass): KernelSource {
  const list = stripBuffers(structure, size, pass).map(({ name, element }): ArrayBinding => ({ name, of: element, access: 'write' }));
  const { threads, strip, block, staged } = size;
  const { weights, gradient, alignment } = structure;
  const label = `strips ${pass} ${weights} ${gradient} ${alignment} ${threads}x${strip}x${block} ${staged}`;
  const print = (): string => `${accessorsText(structure)}
${PRINTERS[pass](structure, size)}
${pass === 'stage' || pass === 'gather' ? wideText(pass) : sweepText(size, pass)}`;
  return latticeKernel(label, lattice, list, print);
}

/** Values and status words of strips for whoever reads them on the device: `-γ·ln 2·(exponent + log2 mantissa)`. */
export function stripValuesKernel(lattice: LatticeStructure): KernelSource {
  return latticeKernel(
    'strips values',
    lattice,
    [
      { name: 'results', of: 'vec4<u32>', access: 'read' },
      { name: 'values', of: 'u32', access: 'write' },
      { name: 'words', of: 'u32', access: 'write' },
    ],
    () => `@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.x;
  if (b >= parameters.items) { return; }
  let result = results[b];
  let item = item_of(b);
  let logarithm_of_sum = f32(bitcast<i32>(result.y)) * 0.693147181 + logarithm(bitcast<f32>(result.x));
  values[b] = select(0x7f800000u, bitcast<u32>(-logarithm_of_sum * item.gamma / item.per_unit), result.z == ${SOLVED}u);
  words[b] = result.z;
}`,
  );
}

/** A workgroup an item. */
function sweepText({ threads }: StripSize, pass: StripPass): string {
  return `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  ${pass}(group.x, group.x, thread);
}`;
}

/** Many workgroups an item. */
function wideText(pass: 'stage' | 'gather'): string {
  const call = pass === 'stage' ? 'stage(b, b, index);' : 'gather(b, b, index / parameters.columns, index % parameters.columns);';
  const count = pass === 'stage' ? 'scratch_stride()' : 'parameters.rows * parameters.columns';
  return `@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  let b = group.y;
  let index = (parameters.first_group + group.x) * ${POINT_THREADS}u + thread;
  if (index < ${count}) { ${call} }
}`;
}

/** What the strips ask about a problem, in terms of its description. */
function accessorsText({ weights, start, end }: StripStructure): string {
  const boundary = (role: 'start' | 'end'): string => `
fn ${role}_multiplier(b: u32, n: u32, m: u32) -> f32 {
  let k = ${role}_number(b, n, m);
  if (k < 0) { return FORBIDDEN; }
  return candidate_${role}_multiplier(b, u32(k));
}
fn ${role}_cost(b: u32, n: u32, m: u32, cost: f32) -> f32 {
  let k = ${role}_number(b, n, m);
  if (k < 0) { return FORBIDDEN; }
  let penalty = candidate_${role}_penalty(b, u32(k));
  let multiplier = candidate_${role}_multiplier(b, u32(k));
  if (multiplier >= FORBIDDEN || penalty >= FORBIDDEN || cost >= FORBIDDEN) { return FORBIDDEN; }
  return multiplier * bounded(cost) + penalty;
}`;
  return `fn temperature_scale(b: u32) -> f32 {
  let item = item_of(b);
  return -1.44269504 * item.per_unit / item.gamma;
}
fn scratch_stride() -> u32 { return parameters.scratch_stride; }
fn carry_stride() -> u32 { return parameters.carry_stride; }
${weights === 'scalar' ? 'fn scalar_weight(s: u32) -> f32 { return step_weight(0u, 0u, 0u, s); }' : ''}
${start === 'cells' ? boundary('start') : ''}
${end === 'cells' ? boundary('end') : ''}`;
}
