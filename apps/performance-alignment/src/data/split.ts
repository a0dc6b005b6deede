import { createRandom, InvalidArgumentError } from '@rubato/core';
import { drawOrder } from './draw.ts';

/** Shares of the pieces, as in the paper: 94, 49 and 50 of 193. */
const VALIDATION_SHARE = 1 / 4;
const TEST_SHARE = 1 / 4;

/** What each split has. */
export interface Split<Item> {
  readonly training: readonly Item[];
  readonly validation: readonly Item[];
  readonly test: readonly Item[];
}

/**
 * Items split by their piece: half of the pieces to train on, a quarter to validate, a quarter to test, in an order of the seed.
 *
 * @throws InvalidArgumentError for fewer than 3 pieces, of which no three splits can be made
 */
export function splitByPiece<Item extends { readonly name: string }>(pieces: readonly Item[], seed: number): Split<Item> {
  const names = [...new Set(pieces.map(({ name }) => name))].toSorted();
  if (names.length < 3) {
    throw new InvalidArgumentError({ argument: 'pieces', found: `${names.length} of different names`, expected: '3 at least' });
  }
  const order = Array.from(drawOrder(createRandom(seed), names.length), (k) => names[k]);
  const validation = new Set(order.splice(0, Math.max(1, Math.round(VALIDATION_SHARE * names.length))));
  const test = new Set(order.splice(0, Math.max(1, Math.round(TEST_SHARE * names.length))));
  return {
    training: pieces.filter(({ name }) => !validation.has(name) && !test.has(name)),
    validation: pieces.filter(({ name }) => validation.has(name)),
    test: pieces.filter(({ name }) => test.has(name)),
  };
}
