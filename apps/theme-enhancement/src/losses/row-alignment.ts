import type { Backend, Parameterization } from '@rubato/core';
import { oneHotTargets, table1Rests } from '@rubato/presets';
import type { Labels } from '@rubato/tfjs';
import { alignmentLoss } from '@rubato/tfjs';
import type { Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import { slice } from '@tensorflow/tfjs-core';
import type { ThemeTargets } from '../shared-data/theme.ts';

/** Values [B] of alignments of the classes, without the blank, with rows of targets: costs `-⟨log x_n, y_m⟩`, 0 at rests. */
export function rowAlignment(
  parameterization: (labels: Labels) => Parameterization,
  rows: readonly (readonly number[])[],
  batch: readonly ThemeTargets[],
  logits: Tensor3D,
  backend: Backend | undefined,
): Tensor1D {
  const classes = logits.shape[2] - 1;
  const loss = alignmentLoss(parameterization, {
    localCost: { name: 'negativeLogLikelihood', parameters: { input: 'logits', rests: table1Rests('published-code') } },
    columns: (labels) => oneHotTargets(labels, classes),
  });
  const predictionLengths = batch.map(({ frames }) => frames);
  const classLogits = slice(logits, [0, 0, 0], [-1, -1, classes]);
  return loss(
    rows.map((labels) => [...labels]),
    classLogits,
    { reduction: 'none', predictionLengths, ...(backend && { backend }) },
  ) as Tensor1D;
}
