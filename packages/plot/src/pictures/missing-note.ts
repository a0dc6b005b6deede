import type { Missing } from '../raster/matrix.ts';

/** What the grey of a picture stands for, in words; empty where everything is a number. */
export function missingNote(missing: Missing | undefined): string {
  const { nan = 0, infinite = 0 } = missing ?? {};
  const told = [...(infinite > 0 ? [`${infinite} infinite`] : []), ...(nan > 0 ? [`${nan} NaN`] : [])];
  return told.length === 0 ? '' : `grey: ${told.join(', ')}`;
}
