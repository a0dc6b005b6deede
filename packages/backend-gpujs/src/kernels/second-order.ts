import { LIMIT } from '@rubato/core/fronts';
import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';
import { chooseFront, frontNames } from './neighbours.ts';

/** A statement that returns `sum`, or 0 where the candidate is forbidden. */
const returnAllowed = `
let result = 0.5;
if (x[z][b][p] < ${LIMIT}) {
  result = sum;
} else {
  result = 0;
}
return result;`;

/**
 * How the candidates `x` of a front move along a direction, [steps + 1, batch, places]. `byCost` is 1 where the costs move, and 0
 * where a penalty on cells does; `starts` holds the front's planes for the backward pass.
 */
export const candidateMoves = (reach: number): KernelText =>
  kernelText(
    `candidate moves ${reach}`,
    [
      ...frontNames('before', reach),
      'x',
      'starts',
      'tables',
      'direction',
      'moves',
      'length',
      'batch',
      'steps',
      'tablePlane',
      'itemStride',
      'placeStride',
      'byCost',
    ],
    `
const cell = b * length + p;
let before = 0.5;
before = 0;
let factor = 0.5;
if (z < steps) {
  const distance = moves[z];
  const places = moves[steps + 1 + z];
  const from = Math.max(p - places, 0);
  if (p >= places) {
    ${chooseFront('before', reach, (name) => `before = ${name}[0][b][from];`)}
  }
  factor = tables[z * tablePlane + b * itemStride + p * placeStride];
} else {
  factor = starts[cell];
}
if (byCost < 0.5) {
  factor = 1;
}
const sum = before + factor * direction[cell];
${returnAllowed}`,
  );

/** How end candidates `x` move: as D does in `ends`, and by their own `moves`. */
export const endMoves: KernelText = kernelText(
  'end moves',
  ['ends', 'x', 'moves', 'batch'],
  `
const sum = ends[z][b][0] + moves[z * batch + b];
${returnAllowed}`,
);

/** Σ weights·moves: how a minimum moves, [1, batch, places]. */
export const weightedMoves: KernelText = kernelText(
  'weighted moves',
  ['weights', 'moves', 'count'],
  `
let sum = 0;
for (let i = 0; i < count; i++) {
  sum += weights[i][b][p] * moves[i][b][p];
}
return sum;`,
);

/** How the marginals E·B move, [steps + 1, batch, places]. */
export const edgeMoves: KernelText = kernelText(
  'edge moves',
  ['alignmentMoves', 'weights', 'alignment', 'weightMoves'],
  'return alignmentMoves[0][b][p] * weights[z][b][p] + alignment[0][b][p] * weightMoves[z][b][p];',
);
