/** Numbers from an .npy file with their shape. */
export interface Npy {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/** A tiny reader of .npy files, version 1.0, little-endian, C order, of bytes or doubles: what the tests' shared data holds. */
export function readNpy(bytes: Uint8Array): Npy {
  const start = 10 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  const type = /'descr': '([<|][fu][18])'/.exec(header)?.[1];
  const shape = /'shape': \(([\d, ]+)\)/
    .exec(header)?.[1]
    .split(',')
    .filter((side) => side.trim() !== '')
    .map(Number);
  if (shape === undefined || (type !== '<f8' && type !== '|u1') || !header.includes("'fortran_order': False"))
    throw new Error(`not read here: ${header}`);
  // A copy, so that doubles begin at a multiple of 8 bytes.
  const content = new Uint8Array(bytes.subarray(start));
  return { data: type === '<f8' ? new Float64Array(content.buffer) : Float64Array.from(content), shape };
}

/** The transpose of a matrix. */
export function transpose({ data, shape: [rows, columns] }: Npy): Npy {
  const turned = new Float64Array(data.length);
  for (let n = 0; n < rows; n++) for (let m = 0; m < columns; m++) turned[m * rows + n] = data[n * columns + m];
  return { data: turned, shape: [columns, rows] };
}
