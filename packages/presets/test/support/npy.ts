/** A tiny reader of .npy files, version 1.0, little-endian, C order: what the shared data holds. */
export function readNpy(bytes: Uint8Array): { readonly data: Float64Array; readonly shape: readonly number[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getUint16(8, true);
  const header = String.fromCharCode(...bytes.subarray(10, 10 + headerLength));
  const type = /'descr': '<([if])([48])'/.exec(header);
  const sides = /'shape': \(([^)]*)\)/.exec(header);
  if (type === null || sides === null || !header.includes("'fortran_order': False")) throw new Error(`not read by this reader: ${header}`);
  const shape = sides[1]
    .split(',')
    .filter((side) => side.trim() !== '')
    .map(Number);
  const size = shape.reduce((product, side) => product * side, 1);
  const start = 10 + headerLength;
  const read: Readonly<Record<string, (position: number) => number>> = {
    f4: (i) => view.getFloat32(start + 4 * i, true),
    f8: (i) => view.getFloat64(start + 8 * i, true),
    i4: (i) => view.getInt32(start + 4 * i, true),
  };
  return { data: Float64Array.from({ length: size }, (_, i) => read[type[1] + type[2]](i)), shape };
}
