import type { Backend } from '@rubato/core';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { ThemeTargets } from '../shared-data/theme.ts';

/** What a batch costs: as `reference.json` has them, `raw` is the alignment's value and `raw / normaliser` the loss. */
export interface ThemeCosts {
  /** [B]; `Infinity` for a theme that has no alignment. */
  readonly raw: Tensor1D;
  /** [B]. */
  readonly normalisers: readonly number[];
}

/** Costs of a batch of themes, from logits [B, T, K + 1] of K classes and the blank, which is the last. */
export type ThemeCostFunction = (batch: readonly ThemeTargets[], logits: Tensor3D, backend?: Backend) => ThemeCosts;
