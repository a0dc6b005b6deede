import type { BindingKind } from '../device/kernel-source.ts';

/** An array that a kernel sees beside the description and the cost. */
export interface ArrayBinding {
  readonly name: string;
  /** What stands in it, in WGSL. */
  readonly of: string;
  readonly access: 'read' | 'write';
}

/** Arrays of the lattice engine by what they hold. */
export const arrays = {
  distances: (access: 'read' | 'write'): ArrayBinding => ({ name: 'distances', of: 'vec2<i32>', access }),
  statuses: { name: 'statuses', of: 'atomic<u32>', access: 'write' },
  ends: (access: 'read' | 'write'): ArrayBinding => ({ name: 'ends', of: 'vec4<u32>', access }),
  alignment: (access: 'read' | 'write'): ArrayBinding => ({ name: 'alignment', of: 'f32', access }),
  direction: { name: 'direction', of: 'f32', access: 'read' },
  moves: (access: 'read' | 'write'): ArrayBinding => ({ name: 'moves', of: 'f32', access }),
  endMoves: (access: 'read' | 'write'): ArrayBinding => ({ name: 'end_moves', of: 'vec2<f32>', access }),
  output: (of = 'f32'): ArrayBinding => ({ name: 'output', of, access: 'write' }),
} as const;

/** The kinds of all bindings of a kernel: parameters, description, cost, and its arrays. */
export function bindingKinds(list: readonly ArrayBinding[], description: 'read' | 'write' = 'read'): readonly BindingKind[] {
  return ['parameters', description, 'read', ...list.map(({ access }) => access)];
}

/** Their declarations in WGSL, after those of the prelude. */
export function bindingsText(list: readonly ArrayBinding[]): string {
  return list
    .map(({ name, of, access }, index) => {
      const mode = access === 'read' ? 'read' : 'read_write';
      return `@group(0) @binding(${index + 3}) var<storage, ${mode}> ${name}: array<${of}>;`;
    })
    .join('\n');
}
