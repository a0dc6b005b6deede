import { weightedSoftDtw } from '@rubato/presets';
import { rowAlignment } from './row-alignment.ts';
import { rowClasses } from './row-classes.ts';
import type { ThemeCostFunction } from './theme-costs.ts';

/** A diagonal step costs less than the two around the corner, and more than one. */
const weighted = weightedSoftDtw({ diagonal: 1.5, minimum: 'hardmin' });

/** The baseline EM: the best alignment with the weak targets, stretched evenly over the frames. */
export const emCosts: ThemeCostFunction = (batch, logits, backend) => {
  const rows = batch.map(({ weak, frames }) => {
    const classes = rowClasses('batch.weak', weak, logits.shape[2] - 1);
    return Array.from({ length: frames }, (_, n) => classes[Math.floor((n * classes.length) / frames)]);
  });
  const raw = rowAlignment(() => weighted, rows, batch, logits, backend);
  return { raw, normalisers: batch.map(({ frames }) => Math.max((frames - 1) / 2, 1 / 2)) };
};
