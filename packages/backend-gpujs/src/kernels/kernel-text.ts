/** A kernel to be compiled: equal names stand for equal texts. */
export interface KernelText {
  readonly name: string;
  /** A function in the part of JavaScript that gpu.js translates. */
  readonly text: string;
}

/**
 * The text of a kernel. `p`, `b` and `z` are the place, the item and the plane of the number that it computes. Reads are clamped: in
 * WebAssembly mode both sides of a branch may be read.
 */
export function kernelText(name: string, parameters: readonly string[], body: string): KernelText {
  const head = 'const p = this.thread.x;\nconst b = this.thread.y;\nconst z = this.thread.z;';
  return { name, text: `function (${parameters.join(', ')}) {\n${head}\n${body.trim()}\n}` };
}
