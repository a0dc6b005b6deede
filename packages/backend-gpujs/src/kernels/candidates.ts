import { FORBIDDEN, LIMIT } from '@rubato/core/fronts';
import type { KernelText } from './kernel-text.ts';
import { kernelText } from './kernel-text.ts';
import { chooseFront, frontNames } from './neighbours.ts';

/**
 * The candidates of a front, [2·(steps + 1), batch, places]: D + W·C + P for each step and the start's, first whole units, then
 * fractions. `moves` holds how many fronts each step reaches back, a 0, how many places, a 0; `own` the front's planes for the forward
 * pass, `tables` its step table.
 */
export const candidates = (reach: number): KernelText =>
  kernelText(
    `candidates ${reach}`,
    [...frontNames('before', reach), 'own', 'tables', 'moves', 'length', 'batch', 'steps', 'tablePlane', 'itemStride', 'placeStride'],
    `
const slots = steps + 1;
let slot = 0.5;
slot = z;
if (z >= slots) {
  slot = z - slots;
}
const cell = b * length + p;
const plane = batch * length;
const cost = own[cell];
let whole = 0;
let fraction = 0;
let added = 0;
if (slot < steps) {
  const distance = moves[slot];
  const places = moves[slots + slot];
  const from = Math.max(p - places, 0);
  whole = ${FORBIDDEN};
  if (p >= places) {
    ${chooseFront('before', reach, (name) => `whole = ${name}[0][b][from];\nfraction = ${name}[1][b][from];`)}
  }
  const entry = slot * tablePlane + b * itemStride + p * placeStride;
  added = tables[entry] * cost + tables[entry + steps * tablePlane];
} else {
  added = own[2 * plane + cell];
}
${returnSum('added', 'own[plane + cell]', 'z < slots')}`,
  );

/** Statements that return a sum of `whole`, `fraction` and a number, in whole units or the rest; `barrier` forbids it. */
export function returnSum(added: string, barrier: string, wantsWhole: string): string {
  return `
const units = Math.floor(${added} + 0.5);
whole = whole + units + ${barrier};
fraction = fraction + (${added} - units);
if (whole >= ${LIMIT}) {
  whole = ${FORBIDDEN};
  fraction = 0;
}
let result = fraction;
if (${wantsWhole}) {
  result = whole;
}
return result;`;
}
