import { checkCount, checkLength } from '../check.ts';
import { PlotError } from '../errors.ts';
import type { RowSource } from './raster.ts';

/** Posteriors of one item: `data[frame·classes + class]`. */
export interface PosteriorMatrix {
  readonly data: ArrayLike<number>;
  readonly frames: number;
  readonly classes: number;
  /** What the numbers are; default: probabilities. Logarithms are natural ones; logits are turned into probabilities frame by frame. */
  readonly form?: 'probabilities' | 'logProbabilities' | 'logits';
}

/**
 * Probabilities, a row a class, a column a frame.
 *
 * @throws PlotError for another number of numbers
 */
export function posteriorRows({ data, frames, classes, form = 'probabilities' }: PosteriorMatrix): RowSource {
  checkCount('posteriors.frames', frames);
  checkCount('posteriors.classes', classes);
  checkLength('posteriors.data', data, frames * classes, 'frames times classes');
  const forms = ['probabilities', 'logProbabilities', 'logits'];
  if (!forms.includes(form)) throw new PlotError('posteriors.form', `is ${JSON.stringify(form)}`, `one of ${forms.join(', ')}`);
  const normalisers = form === 'logits' ? logNormalisers(data, frames, classes) : undefined;
  return {
    rows: classes,
    columns: frames,
    first: new Int32Array(classes),
    last: new Int32Array(classes).fill(frames - 1),
    read(k, out) {
      for (let n = 0; n < frames; n++) {
        const value = data[n * classes + k];
        out[n] = form === 'probabilities' ? value : Math.exp(value - (normalisers?.[n] ?? 0));
      }
    },
  };
}

function logNormalisers(data: ArrayLike<number>, frames: number, classes: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => {
    let most = -Infinity;
    for (let i = n * classes; i < (n + 1) * classes; i++) most = Math.max(most, data[i]);
    let sum = 0;
    for (let i = n * classes; i < (n + 1) * classes; i++) sum += Math.exp(data[i] - most);
    return most + Math.log(sum);
  });
}
