import { InvalidArgumentError } from '@rubato/core';
import { expect, it } from 'vitest';
import { splitByPiece } from '../../src/data/split.ts';

const pieces = Array.from({ length: 24 }, (_, k) => ({ name: `bwv ${Math.floor(k / 2)}`, number: k }));

it.each([1, 2, 3, 4, 5])('puts no piece in two splits, and each item in one; seed %d', (seed) => {
  const { training, validation, test } = splitByPiece(pieces, seed);
  const names = [training, validation, test].map((items) => new Set(items.map(({ name }) => name)));
  expect(names.map(({ size }) => size)).toEqual([6, 3, 3]);
  expect(new Set(names.flatMap((set) => [...set])).size).toBe(12);
  const numbers = [...training, ...validation, ...test].map(({ number }) => number);
  expect(numbers.toSorted((a, b) => a - b)).toEqual(pieces.map(({ number }) => number));
});

it('depends on the seed, and not on the order of the pieces', () => {
  const namesOf = (items: readonly { readonly name: string }[]): string[] => [...new Set(items.map(({ name }) => name))].toSorted();
  expect(namesOf(splitByPiece(pieces, 1).test)).toEqual(namesOf(splitByPiece(pieces.toReversed(), 1).test));
  const tests = new Set([1, 2, 3, 4, 5].map((seed) => namesOf(splitByPiece(pieces, seed).test).join()));
  expect(tests.size).toBeGreaterThan(1);
});

it('needs three pieces', () => {
  expect(() => splitByPiece(pieces.slice(0, 4), 1)).toThrow(InvalidArgumentError);
});
