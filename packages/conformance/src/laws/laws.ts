import { abort } from './abort.ts';
import { equalGradients, expectedLength, rowSums } from './alignment-sums.ts';
import { bounds, globalFormulation } from './bounds.ts';
import { disposal } from './disposal.ts';
import { handedInMinimum, thinProblems } from './edges.ts';
import { finiteDifferences } from './finite-differences.ts';
import { hessianDifferences } from './hessian-differences.ts';
import type { Law } from './law.ts';
import { inertPadding, noNumberIsAnError } from './padding.ts';
import { ctcPreset, softDtwPreset } from './presets.ts';
import { purity, sameBitsHoweverOpened } from './purity.ts';
import { referenceAnswer } from './reference-answer.ts';
import { badRequests, memoryLimit, unsupported } from './refusals.ts';
import { support } from './support.ts';
import { transposition } from './transposition.ts';

/** Every law of a backend, in the order of their numbers. */
export const laws: readonly Law[] = Object.freeze([
  referenceAnswer,
  thinProblems,
  handedInMinimum,
  finiteDifferences,
  hessianDifferences,
  inertPadding,
  noNumberIsAnError,
  transposition,
  equalGradients,
  rowSums,
  expectedLength,
  bounds,
  globalFormulation,
  ctcPreset,
  softDtwPreset,
  purity,
  sameBitsHoweverOpened,
  support,
  unsupported,
  badRequests,
  memoryLimit,
  abort,
  disposal,
]);
