import { checkCount, checkLength, checkObject, ROUNDING } from '../check.ts';
import { PlotError } from '../errors.ts';
import { shown } from '../shown.ts';
import type { Missing } from './matrix.ts';
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
 * Probabilities, a row a class, a column a frame, for {@link blockMeans} and {@link drawPianoRoll}.
 *
 * @throws PlotError for another number of numbers, and an unknown form
 *
 * @example
 * ```ts
 * import { blockMeans, posteriorRows } from '@rubato/plot';
 * const rows = posteriorRows({ data: [0, -Infinity, Math.log(0.25), Math.log(0.75)], frames: 2, classes: 2, form: 'logProbabilities' });
 * [...blockMeans(rows, 1024).values]; // → [1, 0.25, 0, 0.75]
 * ```
 */
export function posteriorRows(posteriors: PosteriorMatrix): RowSource {
  checkObject('posteriors', posteriors);
  const { data, frames, classes, form = 'probabilities' } = posteriors;
  checkCount('posteriors.frames', frames);
  checkCount('posteriors.classes', classes);
  checkLength('posteriors.data', data, frames * classes, 'frames times classes');
  const forms = ['probabilities', 'logProbabilities', 'logits'];
  if (!forms.includes(form)) throw new PlotError('posteriors.form', `is ${shown(form)}`, `one of ${forms.join(', ')}`);
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

/** Refuses what is no probability, but for rounding: colours end at 0 and 1, and what lies beyond would be told wrong. NaN may stand. */
export function checkProbabilities({ data, form = 'probabilities' }: PosteriorMatrix): void {
  if (form === 'logits') return;
  const least = form === 'probabilities' ? -ROUNDING : -Infinity;
  const most = form === 'probabilities' ? 1 + ROUNDING : ROUNDING;
  const right = form === 'probabilities' ? 'a probability from 0 to 1' : 'the logarithm of a probability, at most 0';
  for (let i = 0; i < data.length; i++) {
    if (Number.isNaN(data[i]) || (data[i] >= least && data[i] <= most)) continue;
    throw new PlotError(`posteriors.data[${i}]`, `is ${data[i]}`, `${right}, or another form`);
  }
}

/** What is no number once it is a probability: the logarithm of 0 is one, and a frame of logits with an infinite one has none. */
export function countMissingRows(source: RowSource): Missing {
  const row = new Float64Array(source.columns);
  let nan = 0;
  let infinite = 0;
  for (let k = 0; k < source.rows; k++) {
    source.read(k, row);
    for (const value of row) {
      if (Number.isNaN(value)) nan++;
      else if (!Number.isFinite(value)) infinite++;
    }
  }
  return { nan, infinite };
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
