import type { AlignmentProblem } from '@rubato/core';
import type { MinimumFunction } from '@rubato/minimum';
import type { ItemScale } from './description.ts';

/** Powers of two that float32 holds with room for products. */
const LEAST_EXPONENT = -90;
const MOST_EXPONENT = 90;

/** Each item's unit of accumulated cost: the power of two at or below its γ; 1 where γ plays no part. */
export function itemScales({ batch, temperature }: AlignmentProblem, { usesTemperature }: MinimumFunction): readonly ItemScale[] {
  return Array.from({ length: batch }, (_, b) => {
    if (!usesTemperature) return { unit: 1, gamma: 1 };
    const exponent = Math.min(MOST_EXPONENT, Math.max(LEAST_EXPONENT, Math.floor(Math.log2(temperature[b]))));
    return { unit: 2 ** exponent, gamma: temperature[b] };
  });
}

/**
 * Coarser units for items whose accumulated costs went beyond 2^29 of theirs: by 2^4 at first, since digits are lost with them, then by more.
 *
 * @param round how often before
 */
export function coarser(scales: readonly ItemScale[], items: readonly number[], round: number): readonly ItemScale[] {
  const chosen = new Set(items);
  const factor = 2 ** (4 * 2 ** round);
  return scales.map((scale, b) => (chosen.has(b) ? { ...scale, unit: Math.min(2 ** MOST_EXPONENT, scale.unit * factor) } : scale));
}
