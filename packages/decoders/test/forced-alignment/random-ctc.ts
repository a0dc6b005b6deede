import type { Parameterization } from '@rubato/core';
import { createRandom } from '@rubato/core';
import type { Posteriors } from '@rubato/decoders';
import { ctc } from '@rubato/presets';

export interface RandomCtc {
  readonly posteriors: Posteriors;
  readonly labels: readonly number[];
  readonly parameterization: Parameterization;
}

/** Posteriors that sound like their labels, spread evenly over the frames: each peaks at its label, then at the blank, class 0. */
export function randomCtc(seed: number, frames: number, length: number, classes: number, sharpness = 3): RandomCtc {
  const random = createRandom(seed);
  const labels = Array.from({ length }, () => 1 + Math.floor(random() * (classes - 1)));
  const data = new Float32Array(frames * classes);
  for (let n = 0; n < frames; n++) {
    const place = (n * length) / frames;
    const sounding = place % 1 < 0.4 ? labels[Math.floor(place)] : 0;
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const weight = Math.exp(2 * random() + (k === sounding ? sharpness : 0));
      data[n * classes + k] = weight;
      sum += weight;
    }
    for (let k = 0; k < classes; k++) data[n * classes + k] /= sum;
  }
  return { posteriors: { data, shape: [1, frames, classes] }, labels, parameterization: ctc([labels], { blank: 0 }) };
}
