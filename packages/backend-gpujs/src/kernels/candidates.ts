import { FORBIDDEN } from '../lattice/sentinel.ts';
import type { KernelText } from './kernel-text.ts';
import { kernelText, returnMarked } from './kernel-text.ts';
import { chooseFront, frontNames } from './neighbours.ts';

/**
 * The candidates of a front, [steps + 1, batch, places]: D + W·C + P for each step, then the start's. `moves` holds how many fronts
 * each step reaches back, a 0, how many places, a 0; `own` the front's planes for the forward pass, `tables` its step table.
 */
export const candidates = (reach: number): KernelText =>
  kernelText(
    `candidates ${reach}`,
    [...frontNames('before', reach), 'own', 'tables', 'moves', 'length', 'batch', 'steps', 'tablePlane', 'itemStride', 'placeStride'],
    `
const cell = b * length + p;
const plane = batch * length;
const cost = own[cell];
let sum = 0;
if (z < steps) {
  const distance = moves[z];
  const places = moves[steps + 1 + z];
  const from = Math.max(p - places, 0);
  let before = ${FORBIDDEN};
  if (p >= places) {
    ${chooseFront('before', reach, (name) => `before = ${name}[0][b][from];`)}
  }
  const entry = z * tablePlane + b * itemStride + p * placeStride;
  sum = before + (tables[entry] * cost + tables[entry + steps * tablePlane]);
} else {
  sum = own[2 * plane + cell] * cost + own[3 * plane + cell];
}
sum = sum + own[plane + cell];
${returnMarked('sum')}`,
  );
