import { placeText, sharedText } from './shared-text.ts';
import type { StripSize } from './size.ts';
import { keepsMeans, type StripStructure } from './structure.ts';

/**
 * The pass before `forward` where things are staged, as WGSL: `stage(item, slot, index)` writes a cost where the strips want it, for each
 * index below `scratch_stride()`.
 */
export function printStage(structure: StripStructure, size: StripSize): string {
  const { threads, strip, block } = size;
  const tile = threads * strip * block;
  const way = structure.strip === 'rows' ? 'extent.y' : 'extent.x';
  const cell = structure.strip === 'rows' ? 'u, v' : 'v, u';
  return `${sharedText(structure, { ...size, staged: false })}
fn stage(item: u32, slot: u32, index: u32) {
  look_at(item);
  if (extent.x == 0u || extent.y == 0u) { return; }
  let blocks = (${way} - 1u) / ${block}u + 1u;
  let panel = index / (blocks * ${tile}u);
  let turn = index / ${tile}u % blocks;
  let thread = index % ${threads}u;
  // The inverse of \`(block + thread) % blocks\`.
  let block = (turn + blocks - thread % blocks) % blocks;
  let u = (panel * ${threads}u + thread) * ${strip}u + index / ${threads}u % ${strip}u;
  let v = block * ${block}u + index / ${threads * strip}u % ${block}u;
  staged[slot * scratch_stride() + index] = load_cost(item, ${cell});
}`;
}

/**
 * The pass after `backward` where things are staged, as WGSL: `gather(item, slot, n, m)` writes the answers of a cell, for all rows and
 * columns; cells that are not there are not written.
 */
export function printGather(structure: StripStructure, size: StripSize): string {
  const cell = structure.strip === 'rows' ? 'n, m' : 'm, n';
  const expected = keepsMeans(structure) ? 'mean_weights[place]' : 'staged[place]';
  return `${sharedText(structure, { ...size, staged: false })}
${placeText(structure, size)}
fn gather(item: u32, slot: u32, n: u32, m: u32) {
  look_at(item);
  if (!is_inside(item, n, m)) { return; }
  let place = place_of(slot, ${cell});
  let at = cell_index(item, n, m);
${structure.gradient ? '  gradient[at] = staged[place];' : ''}
${structure.alignment ? `  alignment[at] = ${expected};` : ''}
}`;
}
