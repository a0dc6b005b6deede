import type { LatticeStructure } from './structure.ts';

/**
 * The loop of a sweep in WGSL: a workgroup computes a tile of an item, front by front, with a barrier after each. The cells of a front
 * do not depend on each other. Calls `visit(item, b, n, m)` for every cell of the lattice in the tile.
 */
export function sweepText({ front }: LatticeStructure, direction: 'forward' | 'backward', threads: number): string {
  const forward = direction === 'forward';
  return `
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let b = group.y;
  let lane = local.x;
  let item = item_of(b);
  let tile_row = parameters.first_tile + group.x;
  let row_begin = parameters.first_row + tile_row * parameters.tile_rows;
  let row_end = min(min(row_begin + parameters.tile_rows, parameters.end_row), item_rows(b));
  let column_begin = (parameters.diagonal - tile_row) * parameters.tile_columns;
  let column_end = min(column_begin + parameters.tile_columns, item_columns(b));
  if (row_begin < row_end && column_begin < column_end) {
${front === 'rows' ? rowsText(forward, threads) : frontsText(front, forward, threads)}
  }
  finish(b);
}`;
}

function rowsText(forward: boolean, threads: number): string {
  return `    for (var count = 0u; count < row_end - row_begin; count++) {
      let n = ${forward ? 'row_begin + count' : 'row_end - 1u - count'};
      let end = min(column_end, end_column(b, n));
      for (var m = max(column_begin, first_column(b, n)) + lane; m < end; m += ${threads}u) { visit(item, b, n, m); }
      storageBarrier();
    }`;
}

/** `low` and `high` bound the rows of the front; both only grow, or only shrink, since first and last columns do not fall. */
function frontsText(front: 'columns' | 'diagonals', forward: boolean, threads: number): string {
  const column = front === 'columns' ? 't' : '(t - n)';
  const [firstFront, lastFront] = front === 'columns' ? ['first', 'last'] : ['first + i32(row_begin)', 'last + i32(row_end) - 1'];
  const at = (n: string): string => column.replace('n', n);
  const begin = (n: string): string => `max(i32(column_begin), i32(first_column(b, u32(${n}))))`;
  const until = (n: string): string => `min(i32(column_end), i32(end_column(b, u32(${n}))))`;
  const rows = forward
    ? `      while (high < i32(row_end) && ${at('high')} >= ${begin('high')}) { high++; }
      while (low < high && ${at('low')} >= ${until('low')}) { low++; }`
    : `      while (low > i32(row_begin) && ${at('(low - 1)')} < ${until('low - 1')}) { low--; }
      while (high > low && ${at('(high - 1)')} < ${begin('high - 1')}) { high--; }`;
  const start = forward ? 'i32(row_begin)' : 'i32(row_end)';
  return `    let first = ${begin('row_begin')};
    let last = ${until('row_end - 1u')} - 1;
    let first_front = ${firstFront};
    let last_front = ${lastFront};
    var low = ${start};
    var high = ${start};
    for (var count = 0; count <= last_front - first_front; count++) {
      let t = ${forward ? 'first_front + count' : 'last_front - count'};
${rows}
      for (var n = low + i32(lane); n < high; n += ${threads}) {
        let m = ${column};
        if (has_column(b, u32(n), u32(m))) { visit(item, b, u32(n), u32(m)); }
      }
      storageBarrier();
    }`;
}
