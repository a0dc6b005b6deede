import type { Table1Id } from '@rubato/presets';
import { table1 } from '@rubato/presets';
import { alignmentLoss } from '@rubato/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { ThemeCostFunction } from './theme-costs.ts';

/** The rows CTC-* of Table I: alignments of classes and blank with the labels. */
export function ctcCosts(id: Table1Id): ThemeCostFunction {
  return (batch, logits, backend) => {
    const blank = logits.shape[2] - 1;
    const loss = alignmentLoss((labels) => table1(id, 'published-code', labels, { blank }));
    const raw = loss(
      batch.map(({ labels }) => Array.from(labels)),
      logits,
      { reduction: 'none', predictionLengths: batch.map(({ frames }) => frames), ...(backend && { backend }) },
    );
    return { raw: raw as Tensor1D, normalisers: batch.map(({ labels }) => Math.max(labels.length, 1 / 2)) };
  };
}
