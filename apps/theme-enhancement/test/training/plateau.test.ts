import { expect, it } from 'vitest';
import type { PlateauState } from '../../src/training/plateau.ts';
import { afterEpoch, startPlateau } from '../../src/training/plateau.ts';

const settings = { learningRate: 0.8, patience: 2, stopAfter: 5 };

function follow(losses: readonly number[]): PlateauState[] {
  const states = [startPlateau(settings)];
  for (const loss of losses) states.push(afterEpoch(states.at(-1)!, loss, settings));
  return states.slice(1);
}

it('halves the learning rate each time that patience is over, and stops in the end', () => {
  const states = follow([5, 4, 6, 4, 3, 7, 7, 7, 7, 7]);
  expect(states.map(({ learningRate }) => learningRate)).toEqual([0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1, 0.1]);
  expect(states.map(({ bestEpoch }) => bestEpoch)).toEqual([1, 2, 2, 2, 5, 5, 5, 5, 5, 5]);
  expect(states.map(({ stopped }) => stopped)).toEqual([...Array<boolean>(9).fill(false), true]);
});

it('takes no loss for an improvement that is no number', () => {
  const [first, second] = follow([NaN, Infinity]);
  expect(first.bestLoss).toBe(null);
  expect(second).toMatchObject({ bestLoss: null, bestEpoch: 0, epochs: 2, learningRate: 0.4 });
});
