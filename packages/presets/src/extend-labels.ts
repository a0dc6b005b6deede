import { checkBlank, checkSequence } from './labels.ts';

/**
 * The extended label sequence of CTC: a blank before, between and after the labels.
 *
 * `y^e = (ε, y_1, ε, y_2, …, ε, y_L, ε)`, length 2L + 1; column m holds label (m-1)/2 where m is odd. An empty sequence gives one
 * blank. Source: Graves, Fernández, Gomez & Schmidhuber, "Connectionist temporal classification", ICML 2006, section 4.1.
 *
 * @param labels class numbers of one sequence, none of them the blank
 * @param blank the class of the blank, default 0
 * @throws InvalidArgumentError naming the first label that is negative, not whole, or the blank
 *
 * @example
 * ```ts
 * import { extendLabels } from '@rubato/presets';
 * extendLabels([3, 1, 1]); // → [0, 3, 0, 1, 0, 1, 0]
 * extendLabels([], 12); // → [12]
 * ```
 */
export function extendLabels(labels: ArrayLike<number>, blank = 0): number[] {
  checkBlank(blank);
  checkSequence(labels, blank, 0, []);
  const extended = new Array<number>(2 * labels.length + 1).fill(blank);
  for (let l = 0; l < labels.length; l++) extended[2 * l + 1] = labels[l];
  return extended;
}
