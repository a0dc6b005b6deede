import { checkWord } from './check.ts';

/** The authors' published code, or the printed table to the letter. */
export type Table1Reading = 'published-code' | 'paper';

/** Refuses an unknown reading. */
export function checkReading(reading: unknown): void {
  checkWord('reading', reading, ['published-code', 'paper']);
}

/**
 * What a rest, an all-zero target, costs in a reading of Table I: the parameter `rests` of the cost `negativeLogLikelihood`.
 *
 * The published code computes -0·log p = 0; equation (27) to the letter is -log 0.
 * Source: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, section VI-A, and its repository groupmm/dDTW_CTC.
 *
 * @throws InvalidArgumentError for an unknown reading
 *
 * @example
 * ```ts
 * import { table1Rests } from '@rubato/presets';
 * table1Rests('published-code'); // → 'free'
 * table1Rests('paper'); // → 'forbidden'
 * ```
 */
export function table1Rests(reading: Table1Reading): 'free' | 'forbidden' {
  checkReading(reading);
  return reading === 'paper' ? 'forbidden' : 'free';
}
