import type { KernelText } from './kernel-text.ts';
import { kernelText, returnMarked } from './kernel-text.ts';

// Numbers of end candidates have one place: [candidates, batch, 1].

/**
 * D of the end candidates, those in front `front` taken from `distances`, the others from `ends`. There are two of it: gpu.js gives a
 * kernel that is handed its own last output an older texture to write to, which may be of another size.
 */
export const collectEnds = (turn: 0 | 1): KernelText =>
  kernelText(
    `collect ends ${turn}`,
    ['ends', 'distances', 'fronts', 'places', 'front', 'batch'],
    `
const at = z * batch + b;
let result = ends[z][b][0];
if (fronts[at] === front) {
  const place = places[at];
  result = distances[0][b][place];
}
return result;`,
  );

/** The candidates of the final minimum: D and what each end adds. */
export const endCandidates: KernelText = kernelText(
  'end candidates',
  ['ends', 'costs', 'batch'],
  `
const sum = ends[z][b][0] + costs[z * batch + b];
${returnMarked('sum')}`,
);
