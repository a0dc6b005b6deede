/** The numbers that all kernels of a part share, in the order of the uniform structure. */
export const parameterNames = [
  // The part's items, and the sides of the arrays.
  'items',
  'rows',
  'columns',
  // The rows to compute, and the window of rows that the arrays hold of each item.
  'first_row',
  'end_row',
  'window_row',
  'window_rows',
  // Where the window begins in the cost's own array, and the classes of a gathered one.
  'cost_base',
  'classes',
  // Tiles: their sides, the diagonal of tiles that is computed, and the first row of tiles on it.
  'tile_rows',
  'tile_columns',
  'diagonal',
  'first_tile',
  // Where the sections of the description begin, and the strides of its tables.
  'at_items',
  'at_rows',
  'at_classes',
  'at_weights',
  'weights_b',
  'weights_n',
  'weights_m',
  'weights_s',
  'at_penalties',
  'penalties_b',
  'penalties_n',
  'penalties_m',
  'penalties_s',
  'at_start_cells',
  'at_start_multiplier',
  'start_multiplier_b',
  'start_multiplier_k',
  'at_start_penalty',
  'start_penalty_b',
  'start_penalty_k',
  'at_end_cells',
  'at_end_multiplier',
  'end_multiplier_b',
  'end_multiplier_k',
  'at_end_penalty',
  'end_penalty_b',
  'end_penalty_k',
  // The most end and start cells of an item: the width of their arrays.
  'end_width',
  'start_width',
  // The first of several things that a dispatch is about, where one dispatch cannot hold them all.
  'first_group',
  // What lies between the places of two items in the strips' arrays.
  'scratch_stride',
  'carry_stride',
  // The most cells of a path.
  'extent',
  // Where the part's features begin in their arrays.
  'x_base',
  'y_base',
  // How large accumulated costs may become, as powers of two: times the largest cost of a cell, and without it.
  'cost_exponent',
  'penalty_exponent',
] as const;

export type ParameterName = (typeof parameterNames)[number];
export type Parameters = Readonly<Partial<Record<ParameterName, number>>>;

/** Parameters as the words of the uniform structure. */
export function parameterWords(parameters: Parameters): Uint32Array<ArrayBuffer> {
  // The size of a uniform structure is a multiple of 16 bytes.
  const words = new Uint32Array(Math.ceil(parameterNames.length / 4) * 4);
  parameterNames.forEach((name, index) => (words[index] = parameters[name] ?? 0));
  return words;
}

/** The structure in WGSL, bound as `parameters` at binding 0. */
export const parametersText: string = `struct Parameters {
${parameterNames.map((name) => `  ${name}: u32,`).join('\n')}
}
@group(0) @binding(0) var<uniform> parameters: Parameters;
`;
