import { returnSum } from './candidates.ts';
import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';

// Numbers of end candidates have one place: [candidates, batch, 1] for each number.

const candidateOf = `
let candidate = 0.5;
candidate = z;
let number = 0.5;
number = 0;
if (z >= count) {
  candidate = z - count;
  number = 1;
}
const at = candidate * batch + b;`;

/**
 * The numbers (one, or whole units and fractions) of the end candidates: those in front `front` from `numbers`, the others from `ends`.
 * There are two of it, to be run in turn: a kernel that is handed its own last output keeps that texture, and writes to it again after
 * its output has changed size, so that numbers are lost (gpu.js 2.24.1).
 */
export const collectEnds = (turn: 0 | 1): KernelText =>
  kernelText(
    `collect ends ${turn}`,
    ['ends', 'numbers', 'fronts', 'places', 'front', 'batch', 'count'],
    `${candidateOf}
let result = ends[z][b][0];
if (fronts[at] === front) {
  const place = places[at];
  result = numbers[number][b][place];
}
return result;`,
  );

/** The candidates of the final minimum: D and what each end adds, whole units and fractions. */
export const endCandidates: KernelText = kernelText(
  'end candidates',
  ['ends', 'costs', 'batch', 'count'],
  `${candidateOf}
let whole = ends[candidate][b][0];
let fraction = ends[candidate + count][b][0];
${returnSum('costs[at]', '0', 'z < count')}`,
);
