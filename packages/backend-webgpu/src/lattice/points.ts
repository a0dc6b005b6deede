import type { LatticeStructure } from './structure.ts';

/** Threads of a kernel that does not depend on the order of cells. */
export const POINT_THREADS = 64;

/**
 * The entry point of a kernel that visits each cell of a part's rows by itself, in any order, and calls `visit(item, b, n, m)`. In a
 * band a workgroup takes a row, else as many cells in turn as it has threads; the first group of a dispatch is a parameter.
 */
export function pointsText({ banded }: Pick<LatticeStructure, 'banded'>): string {
  const head = `
@compute @workgroup_size(${POINT_THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let item = item_of(b);
  let place = parameters.first_group + group.x;`;
  if (banded) {
    return `${head}
  let n = parameters.first_row + place;
  if (n >= min(parameters.end_row, item.rows)) { return; }
  for (var m = first_column(b, n) + local.x; m < end_column(b, n); m += ${POINT_THREADS}u) { visit(item, b, n, m); }
}`;
  }
  return `${head}
  let cell = place * ${POINT_THREADS}u + local.x;
  let n = parameters.first_row + cell / parameters.columns;
  let m = cell % parameters.columns;
  if (n < min(parameters.end_row, item.rows) && m < item.columns) { visit(item, b, n, m); }
}`;
}

/** Groups of such a kernel for a part of so many rows and columns. */
export function pointGroups({ banded }: Pick<LatticeStructure, 'banded'>, rows: number, columns: number): number {
  return banded ? rows : Math.ceil((rows * columns) / POINT_THREADS);
}
