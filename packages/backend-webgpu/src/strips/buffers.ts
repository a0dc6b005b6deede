import { keepsMeans, type StripStructure } from './structure.ts';

/** A storage array that the kernels use, and that the module around them declares. */
export interface StripBuffer {
  readonly name: 'scratch' | 'mean_weights' | 'carry' | 'results' | 'gradient' | 'alignment';
  /** WGSL type of an element. */
  readonly element: 'f32' | 'vec2<u32>' | 'vec4<u32>';
}

/** The storage arrays of a pass, all `read_write`. */
export function stripBuffers(structure: StripStructure, pass: 'forward' | 'backward'): StripBuffer[] {
  const backward = pass === 'backward';
  return [
    { name: 'scratch', element: 'vec2<u32>' },
    ...(keepsMeans(structure) ? [{ name: 'mean_weights', element: 'f32' } as const] : []),
    { name: 'carry', element: 'vec2<u32>' },
    { name: 'results', element: 'vec4<u32>' },
    ...(backward && structure.gradient ? [{ name: 'gradient', element: 'f32' } as const] : []),
    ...(backward && structure.alignment ? [{ name: 'alignment', element: 'f32' } as const] : []),
  ];
}
