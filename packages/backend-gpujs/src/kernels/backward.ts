import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';
import { chooseFront, frontNames } from './neighbours.ts';

// `own` holds the front's planes for the backward pass, `edges` the marginals of steps and the start, [steps + 1, batch, places].

/** E of a front, [1, batch, places]: the weight of the cell's end candidate, and the marginals of the steps that go on from it. */
export const alignment = (reach: number): KernelText =>
  kernelText(
    `alignment ${reach}`,
    [...frontNames('later', reach), 'endWeights', 'own', 'moves', 'length', 'batch', 'steps'],
    `
const candidate = own[batch * length + b * length + p];
let sum = 0;
if (candidate >= 0) {
  const known = Math.max(candidate, 0);
  sum = endWeights[known][b][0];
}
for (let s = 0; s < steps; s++) {
  const distance = moves[s];
  const to = p + moves[steps + 1 + s];
  const at = Math.min(to, length - 1);
  if (to < length) {
    ${chooseFront('later', reach, (name) => `sum += ${name}[s][b][at];`)}
  }
}
return sum;`,
  );

/** The marginals of the steps into a front and of its starts, [steps + 1, batch, places]. */
export const edges: KernelText = kernelText('edges', ['alignment', 'weights'], 'return alignment[0][b][p] * weights[z][b][p];');

/** H of a front, [1, batch, places]: marginals weighted by step weights and multipliers. */
export const gradient: KernelText = kernelText(
  'gradient',
  ['edges', 'endWeights', 'own', 'tables', 'length', 'batch', 'steps', 'tablePlane', 'itemStride', 'placeStride'],
  `
const cell = b * length + p;
const plane = batch * length;
const start = steps;
let sum = edges[start][b][p] * own[cell];
const candidate = own[plane + cell];
if (candidate >= 0) {
  const known = Math.max(candidate, 0);
  sum += endWeights[known][b][0] * own[2 * plane + cell];
}
for (let s = 0; s < steps; s++) {
  sum += edges[s][b][p] * tables[s * tablePlane + b * itemStride + p * placeStride];
}
return sum;`,
);

/** A product of two numbers of each cell, [1, batch, places]. */
export const product: KernelText = kernelText('product', ['left', 'right'], 'return left[0][b][p] * right[0][b][p];');
