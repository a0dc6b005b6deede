/** What the pages compare, in this order: ours, and what it is held against. Reports hold all pairs. */
export const claims: readonly (readonly [ours: string, against: string])[] = [
  ['wasm', 'torch-1'],
  ['wasm', 'numba-1'],
  ['wasm-relaxed', 'torch-1'],
  ['wasm-relaxed', 'numba-1'],
  ['cpu', 'torch-1'],
  ['cpu', 'numba-1'],
  ['cpu', 'textbook'],
  ['wasm-2', 'torch-2'],
  ['wasm-2', 'numba-2'],
  ['wasm-2', 'wasm'],
  ['wasm', 'dtw'],
  ['wasm', 'dynamic-time-warping'],
  ['wasm', 'tfjsctcloss'],
  ['cpu', 'dtw'],
  ['cpu', 'dynamic-time-warping'],
  ['cpu', 'tfjsctcloss'],
];
