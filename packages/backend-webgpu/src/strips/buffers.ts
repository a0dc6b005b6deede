import type { StripSize } from './size.ts';
import { keepsMeans, type StripStructure } from './structure.ts';

/** A storage array that the kernels use, and that the module around them declares. */
export interface StripBuffer {
  readonly name: 'scratch' | 'staged' | 'mean_weights' | 'carry' | 'results' | 'gradient' | 'alignment';
  /** WGSL type of an element. */
  readonly element: 'f32' | 'vec2<u32>' | 'vec4<u32>';
}

/** In this order; `stage` and `gather` only where things are staged. */
export type StripPass = 'stage' | 'forward' | 'backward' | 'gather';

export function stripPasses({ staged }: StripSize): StripPass[] {
  return staged ? ['stage', 'forward', 'backward', 'gather'] : ['forward', 'backward'];
}

const scratch: StripBuffer = { name: 'scratch', element: 'vec2<u32>' };
const staged: StripBuffer = { name: 'staged', element: 'f32' };
const means: StripBuffer = { name: 'mean_weights', element: 'f32' };
const carry: StripBuffer = { name: 'carry', element: 'vec2<u32>' };
const results: StripBuffer = { name: 'results', element: 'vec4<u32>' };
const gradient: StripBuffer = { name: 'gradient', element: 'f32' };
const alignment: StripBuffer = { name: 'alignment', element: 'f32' };

/** The storage arrays of a pass, all `read_write`: at most six. */
export function stripBuffers(structure: StripStructure, size: StripSize, pass: StripPass): StripBuffer[] {
  const kept = keepsMeans(structure) ? [means] : [];
  const answers = [...(structure.gradient ? [gradient] : []), ...(structure.alignment ? [alignment] : [])];
  if (pass === 'stage') return [staged];
  if (pass === 'gather') return [staged, ...(structure.alignment ? kept : []), ...answers];
  const between = size.staged ? [staged] : pass === 'backward' ? answers : [];
  return [scratch, ...kept, carry, results, ...between];
}
