import { unsignedBytes } from '../../src/operations/leb128.ts';
import { SECTION, writeSections } from '../../src/operations/sections.ts';

const I32 = 0x7f;
const name = (text: string): number[] => [...unsignedBytes(text.length), ...new TextEncoder().encode(text)];

/**
 * `run(turns)`, which needs what a module may import: a table, a memory with a largest size, a global. It sums 2 in each turn, adds
 * the global through a call, and stores the sum:
 *
 * - at the start: 1 scalar, 1 branch;
 * - each turn: 2 scalars, 1 branch;
 * - at the end: the call is 1 scalar, its body 1 access to memory and 1 scalar; `if` 1 branch; where the sum is not 0, a store.
 */
export function loopModule(): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): { id: number; content: Uint8Array } => ({
    id,
    content: Uint8Array.from(content),
  });
  /** A body is a length, the groups of locals, and the code; lines that belong together are lists. */
  const body = (...lines: number[][]): number[] => [...unsignedBytes(lines.flat().length), ...lines.flat()];
  const imports = [
    [...name('m'), ...name('table'), 1, 0x70, 1, 0, 4],
    [...name('m'), ...name('memory'), 2, 1, 1, 2],
    [...name('m'), ...name('global'), 3, I32, 0],
  ];
  // Local 0 counts the turns down, local 1 sums.
  const run = body(
    [1, 1, I32],
    [0x02, 0x40, 0x20, 0, 0x45, 0x0d, 0],
    [0x03, 0x40, 0x20, 1, 0x41, 2, 0x6a, 0x21, 1],
    [0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b],
    [0x20, 1, 0x10, 1, 0x21, 1],
    [0x20, 1, 0x04, 0x40, 0x41, 0, 0x20, 1, 0x36, 2, 0, 0x05, 0x01, 0x0b],
    [0x20, 1, 0x0b],
  );
  const addGlobal = body([0, 0x20, 0, 0x23, 0, 0x6a, 0x0b]);
  return writeSections([
    section(SECTION.type, [1, 0x60, 1, I32, 1, I32]),
    section(SECTION.import, [imports.length, ...imports.flat()]),
    section(SECTION.function, [2, 0, 0]),
    section(SECTION.export, [1, ...name('run'), 0, 0]),
    section(SECTION.code, [2, ...run, ...addGlobal]),
  ]);
}

/** What the module imports. */
export function loopImports(global: number): WebAssembly.Imports {
  return {
    m: {
      table: new WebAssembly.Table({ element: 'anyfunc', initial: 4, maximum: 4 }),
      memory: new WebAssembly.Memory({ initial: 1, maximum: 2 }),
      global,
    },
  };
}
