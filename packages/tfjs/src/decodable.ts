/** Scores [B, N, K] for decoders, which want a frame of each item: those without any have one of zeros. */
export interface Decodable {
  readonly data: Float32Array;
  readonly lengths: Int32Array;
}

/** Scores as decoders want them; what comes of items without frames is for the caller to leave out. The scores given stay as they are. */
export function decodable(scores: Float32Array, [, rows, classes]: readonly number[], lengths: Int32Array): Decodable {
  if (!lengths.includes(0)) return { data: scores, lengths };
  const data = scores.slice();
  lengths.forEach((length, b) => {
    if (length === 0) data.fill(0, b * rows * classes, (b * rows + 1) * classes);
  });
  return { data, lengths: lengths.map((length) => Math.max(length, 1)) };
}
