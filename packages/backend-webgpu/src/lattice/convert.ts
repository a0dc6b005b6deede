import type { KernelSource } from '../device/kernel-source.ts';
import { arrays } from './bindings.ts';
import { latticeKernel } from './kernels.ts';
import { POINT_THREADS, pointsText } from './points.ts';
import { FLAW_SHIFT, SOLVED } from './prelude.ts';
import type { LatticeStructure } from './structure.ts';

/** An accumulated cost as the bits of a float32; positive infinity, which WGSL cannot write as a number, where there is none. */
const bitsText = `
fn bits_of(item: Item, value: Exact) -> u32 {
  if (is_nowhere(value)) { return 0x7f800000u; }
  return bitcast<u32>((f32(value.whole) + value.fraction) / item.per_unit);
}`;

/** Values and status words of a part's items for whoever reads them on the device. */
export function valuesKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'values',
    structure,
    [
      { name: 'results', of: 'vec4<u32>', access: 'read' },
      { name: 'values', of: 'u32', access: 'write' },
      { name: 'words', of: 'u32', access: 'write' },
    ],
    () => `${bitsText}
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.x;
  if (b >= parameters.items) { return; }
  let result = results[b];
  let status = result.z & ${2 ** FLAW_SHIFT - 1}u;
  var value = nowhere();
  if (status == ${SOLVED}u) { value = unpack(bitcast<vec2<i32>>(result.xy)); }
  values[b] = bits_of(item_of(b), value);
  words[b] = status;
}`,
  );
}

/** H of a packed array in the order of a dense cost. The output stands at zero before. */
export function denseGradientKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'dense gradient',
    structure,
    [{ name: 'gradient', of: 'f32', access: 'read' }, arrays.output()],
    () => `fn visit(item: Item, b: u32, n: u32, m: u32) { output[dense_index(b, n, m)] = gradient[cell_index(b, n, m)]; }
${pointsText(structure)}`,
  );
}

/** Visits the cells of an item, and writes infinity to the others of a full array. */
const paddedText = `
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let item = item_of(b);
  let cell = (parameters.first_group + group.x) * ${POINT_THREADS}u + local.x;
  let n = parameters.first_row + cell / parameters.columns;
  let m = cell % parameters.columns;
  if (n >= parameters.end_row) { return; }
  if (n < item.rows && m < item.columns) { visit(item, b, n, m); }
  else { output[dense_index(b, n, m)] = 0x7f800000u; }
}`;

/** D as float32, infinity where there is none. */
export function distanceValuesKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'distance values',
    structure,
    [arrays.distances('read'), arrays.output('u32')],
    () => `${bitsText}
fn visit(item: Item, b: u32, n: u32, m: u32) {
  let at = cell_index(b, n, m);
  output[at] = bits_of(item, unpack(distances[at]));
}
${structure.banded ? pointsText(structure) : paddedText}`,
  );
}
