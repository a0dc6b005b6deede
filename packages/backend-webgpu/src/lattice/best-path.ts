import type { KernelSource } from '../device/kernel-source.ts';
import { arrays } from './bindings.ts';
import { candidatesText } from './candidates.ts';
import { latticeKernel } from './kernels.ts';
import { POINT_THREADS } from './points.ts';
import type { LatticeStructure } from './structure.ts';

/** Words of an item's trace: row and column of the cell to visit next, cells found so far, whether there are more to find. */
export const TRACE_WORDS = 4;

/** Puts each item's trace on the end cell that the minimum chose. */
export function beginTraceKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'begin trace',
    structure,
    [arrays.ends('read'), { name: 'traces', of: 'vec4<u32>', access: 'write' }],
    () => `@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.x;
  if (b >= parameters.items) { return; }
  var trace = vec4<u32>(0u, 0u, 0u, 0u);
  for (var i = 0u; i < end_count(b); i++) {
    let cell = end_cell(b, i);
    if (ends[b * parameters.end_width + cell.z].w != 0u) { trace = vec4<u32>(cell.xy, 0u, 1u); }
  }
  traces[b] = trace;
}`,
  );
}

/** Follows each item's best path back through a part's rows, last cell first. Ties: the first candidate takes all. */
export function traceKernel(structure: LatticeStructure): KernelSource {
  return latticeKernel(
    'trace',
    structure,
    [arrays.distances('read'), { name: 'traces', of: 'vec4<u32>', access: 'write' }, { name: 'paths', of: 'vec2<u32>', access: 'write' }],
    () => `${candidatesText(structure)}
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(global_invocation_id) global: vec3<u32>) {
  let b = global.x;
  if (b >= parameters.items) { return; }
  let item = item_of(b);
  var trace = traces[b];
  while (trace.w != 0u && trace.x >= parameters.first_row && trace.z < parameters.extent) {
    paths[b * parameters.extent + trace.z] = trace.xy;
    trace.z++;
    var candidates = candidates_of(item, b, trace.x, trace.y, cell_cost(b, trace.x, trace.y));
    var chosen = 0u;
    while (chosen < STEPS && candidates.excess[chosen] != 0.0) { chosen++; }
    if (chosen == STEPS) { trace.w = 0u; }
    else { trace = vec4<u32>(trace.x - STEP_ROWS[chosen], trace.y - STEP_COLUMNS[chosen], trace.zw); }
  }
  traces[b] = trace;
}`,
  );
}
