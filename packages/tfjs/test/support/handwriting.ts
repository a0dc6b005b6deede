import { createRandom } from '@rubato/core';

/** Strokes of pens: each class is an arc, from one direction to another; strokes are written fast or slowly, with pauses between them. */
const ARCS: readonly (readonly [from: number, to: number])[] = [
  [0, Math.PI / 2],
  [Math.PI / 2, Math.PI],
  [Math.PI, 0],
];

/** A batch of written words. */
export interface Handwriting {
  /** Velocities of the pen, [B, N, 2]. */
  readonly data: Float32Array;
  readonly shape: [batch: number, frames: number, dimension: number];
  readonly labels: number[][];
  readonly lengths: number[];
}

/** Classes with the blank, which is 0. */
export const classes: number = ARCS.length + 1;

/** Words of one to three strokes, equal neighbours included, each frame with noise; reproducible by the seed. */
export function writeWords(batch: number, frames: number, seed: number): Handwriting {
  const random = createRandom(seed);
  const below = (most: number): number => Math.floor(random() * most);
  const data = new Float32Array(batch * frames * 2);
  const labels: number[][] = [];
  const lengths: number[] = [];
  for (let b = 0; b < batch; b++) {
    const word = Array.from({ length: 1 + below(3) }, () => 1 + below(ARCS.length));
    let n = 1 + below(2);
    for (const label of word) {
      const [from, to] = ARCS[label - 1];
      const count = 4 + below(3);
      for (let k = 0; k < count; k++, n++) {
        const angle = from + ((to - from) * k) / (count - 1);
        data.set([Math.cos(angle), Math.sin(angle)], (b * frames + n) * 2);
      }
      n += 1 + below(2);
    }
    labels.push(word);
    lengths.push(n);
    for (let k = 0; k < n * 2; k++) data[b * frames * 2 + k] += 0.1 * (random() - 0.5);
  }
  return { data, shape: [batch, frames, 2], labels, lengths };
}
