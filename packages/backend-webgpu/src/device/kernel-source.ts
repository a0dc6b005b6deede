/** How a kernel sees a buffer: parameters, an array it reads, an array it reads and writes. */
export type BindingKind = 'parameters' | 'read' | 'write';

/**
 * A kernel as text: one WGSL module with one entry point `main`. Binding k of group 0 is `bindings[k]`; `parameters` is a uniform
 * buffer with a dynamic offset.
 */
export interface KernelSource {
  /** What the pipeline is called in a debugger, and the key under which it is kept together with the code. */
  readonly label: string;
  readonly code: string;
  readonly bindings: readonly BindingKind[];
}
