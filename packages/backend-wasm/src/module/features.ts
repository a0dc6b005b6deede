/** The beginning of every module: its magic number and version. */
const HEADER = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module of one function () → v128 with the given instructions. */
function moduleOf(instructions: readonly number[]): Uint8Array<ArrayBuffer> {
  const body = [0, ...instructions, 0x0b];
  const type = [1, 5, 1, 0x60, 0, 1, 0x7b];
  const functions = [3, 2, 1, 0];
  return Uint8Array.from([...HEADER, ...type, ...functions, 10, body.length + 2, 1, body.length, ...body]);
}

/** v128.const of four equal lanes 0. */
const ZERO = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];

/** Whether WebAssembly knows vectors here. */
export function supportsSimd(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(moduleOf(ZERO));
}

/** Whether it knows f32x4.relaxed_madd. */
export function supportsRelaxedSimd(): boolean {
  return WebAssembly.validate(moduleOf([...ZERO, ...ZERO, ...ZERO, 0xfd, 0x85, 0x02]));
}
