import type { BackendProvider } from '@rubato/core';
import { rowsRescaled } from './rescaled-rows.ts';
import {
  endMultiplierMissing,
  gradientTimesTwo,
  inputOverwritten,
  temperatureIgnoredBackward,
  tiesReversed,
  weightGradientOverWrongAxis,
} from './wrong-answers.ts';
import { bandOffByOne, itemZeroReused, paddingLeak, startDropped, swappedStep } from './wrong-problems.ts';

/**
 * Backends that are wrong on purpose, each in one way that has happened: a suite that passes one of them proves nothing. They wrap
 * the reference solver, but for `rowsRescaled`, which computes its gradient itself, and wrongly.
 */
export const wrongBackends: readonly BackendProvider[] = Object.freeze([
  swappedStep,
  paddingLeak,
  gradientTimesTwo,
  bandOffByOne,
  inputOverwritten,
  endMultiplierMissing,
  startDropped,
  tiesReversed,
  temperatureIgnoredBackward,
  rowsRescaled,
  itemZeroReused,
  weightGradientOverWrongAxis,
]);
