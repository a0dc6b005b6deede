import type { Parameterization } from '@rubato/core';
import type { BlankLatticeWeights } from './blank-lattice.ts';
import { blankLattice } from './blank-lattice.ts';
import { checkOptions, checkWord, isList } from './check.ts';
import { columnClasses } from './column-classes.ts';
import type { LabelSequences, MultiLabelSequences } from './labels.ts';
import { checkBatch, checkBlank, checkRows, checkSequences, equalRows, lengthsOf } from './labels.ts';
import { rowSteps, softDtwSteps } from './steps.ts';
import type { Table1Reading } from './table1-reading.ts';
import { checkReading } from './table1-reading.ts';

export type Table1Id = 'CTC-A' | 'CTC-B' | 'CTC-C' | 'SDTW-D' | 'SDTW-E' | 'CTC-A-W' | 'CTC-B-W' | 'CTC-C-W' | 'SDTW-D-W' | 'SDTW-E-W';

export interface Table1Options {
  /** The class of the blank, for single-label CTC configurations. Default 0 (the authors use the last class). */
  readonly blank?: number;
}

/** The configurations in the order of the table. */
export const table1Ids: readonly Table1Id[] = Object.freeze([
  'CTC-A',
  'CTC-B',
  'CTC-C',
  'SDTW-D',
  'SDTW-E',
  'CTC-A-W',
  'CTC-B-W',
  'CTC-C-W',
  'SDTW-D-W',
  'SDTW-E-W',
]);

/** Weight of the steps (1,0) and (1,1) into blanks, by the letter of the configuration. */
const BLANK_WEIGHTS: Readonly<Record<string, number>> = { A: 1, B: 2, C: Infinity };

/**
 * A configuration of Table I of Zeitler & Müller 2026, as the paper prints it or as its published code computes it.
 *
 * CTC-A is CTC; CTC-B weights steps into blanks with 2; CTC-C forbids them but between equal labels; SDTW-D has the steps (1,0) and
 * (1,1), SDTW-E also (0,1); `-W` weights the step (1,0) into a target with 0.1. Softmin with γ = 1. Where the readings differ:
 *
 * | | `published-code` | `paper` |
 * | --- | --- | --- |
 * | CTC-C, (1,1) into a label | weight 1 | forbidden, but out of the blank between equal labels |
 * | (1,1) into the blank between equal labels | weight 1 | CTC-B 2, else 1 |
 * | equal neighbours, multi-label | like different ones | like equal labels in CTC |
 * | rests (see `table1Rests`) | cost 0 | forbidden |
 *
 * The published code writes 1e20 for infinity; here a forbidden step is forbidden. The first cell of a path has weight 1 always.
 * Costs: CTC single-label gathered by `columnClasses`, multi-label `multiLabelCtc` on `extendMultiLabels(labels)`; SDTW single-label
 * `negativeLogLikelihood` on `oneHotTargets(labels, K)`, multi-label `binaryCrossEntropy` on `multiHotTargets(labels)`. The
 * published losses are divided by (M - 1)/2 (single-label, M columns) or N (multi-label), which is left to the caller.
 * Source: Zeitler & Müller, "A unified perspective on CTC and soft-DTW using differentiable DTW", IEEE/ACM TASLPRO 34, 2026,
 * Table I and section VII-A, and its repository groupmm/dDTW_CTC.
 *
 * @param labels per item a list of class numbers (-1 = rest, SDTW only) or of multi-hot rows
 * @throws InvalidArgumentError for an unknown id or reading, or naming the label that is wrong
 *
 * @example
 * ```ts
 * import { table1 } from '@rubato/presets';
 * table1('SDTW-E-W', 'paper', [[4, -1, 2]]).stepWeights; // → [0.1, 1, 1]
 * const { data } = table1('CTC-B', 'published-code', [[1]]).stepWeights as { data: Float64Array };
 * Array.from(data); // → [2, 2, Infinity, 1, 1, 1, 2, 2, Infinity]
 * ```
 */
export function table1(
  id: Table1Id,
  reading: Table1Reading,
  labels: LabelSequences | MultiLabelSequences,
  options: Table1Options = {},
): Parameterization {
  checkWord('id', id, table1Ids);
  checkReading(reading);
  checkOptions(options, ['blank']);
  const [family, letter, weighted] = id.split('-');
  const horizontal = weighted === undefined ? 1 : 0.1;
  if (family === 'SDTW') return sdtw(letter, horizontal, labels);
  const weights = ctcWeights(letter, horizontal, reading);
  if (isMultiLabel(labels)) {
    checkRows(labels);
    const repeats = (b: number, l: number): boolean => reading === 'paper' && equalRows(labels[b][l], labels[b][l - 1]);
    return Object.freeze(blankLattice(lengthsOf(labels), repeats, weights));
  }
  const { blank = 0 } = options;
  checkBlank(blank);
  checkSequences(labels, blank, 0);
  const lattice = blankLattice(lengthsOf(labels), (b, l) => labels[b][l] === labels[b][l - 1], weights);
  return Object.freeze({ ...lattice, columnClasses: columnClasses(labels, blank) });
}

function sdtw(letter: string, horizontal: number, labels: LabelSequences | MultiLabelSequences): Parameterization {
  if (isMultiLabel(labels)) checkRows(labels);
  else checkSequences(labels, undefined, -1);
  const [steps, others] = letter === 'D' ? [rowSteps, [1]] : [softDtwSteps, [1, 1]];
  const stepWeights = Object.freeze([horizontal, ...others]);
  return Object.freeze({ steps, stepWeights, minimum: 'softmin', temperature: 1, columnLengths: lengthsOf(labels) });
}

/** One row of the table: weights into labels and blanks. */
function ctcWeights(letter: string, horizontal: number, reading: Table1Reading): BlankLatticeWeights {
  const intoBlank = BLANK_WEIGHTS[letter];
  const paper = reading === 'paper';
  return {
    label: [horizontal, paper && letter === 'C' ? Infinity : 1, 1],
    blank: [intoBlank, intoBlank, Infinity],
    // Section VII-A: where a blank must be passed to tell equal labels apart, both steps through it are open in CTC-C too.
    repeatedLabel: [horizontal, 1, Infinity],
    separatingBlank: [intoBlank, paper && letter === 'B' ? 2 : 1, Infinity],
  };
}

/** Rows stand where class numbers could: the first element that there is decides. */
function isMultiLabel(labels: LabelSequences | MultiLabelSequences): labels is MultiLabelSequences {
  checkBatch(labels);
  const first: unknown = labels.find((sequence: unknown) => isList(sequence) && sequence.length > 0);
  return isList(first) && isList(first[0]);
}
