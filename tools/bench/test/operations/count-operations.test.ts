import { describe, expect, it } from 'vitest';
import { isAbsent } from '../../src/contenders/contender.ts';
import type { ModuleOperations } from '../../src/operations/count-operations.ts';
import { countOperations, operationRegressions, perCell, readExpectedOperations } from '../../src/operations/count-operations.ts';
import { operationCases, operationContenders } from '../../src/operations/operation-cases.ts';

const counts = { vector: 20, vectorMemory: 4, scalar: 1, scalarMemory: 0, branch: 0.5 };
const committed: ModuleOperations = { moduleBytes: 10_000, cases: { a: { forward: counts, both: counts } } };
const withForward = (change: Partial<typeof counts>): ModuleOperations => ({
  ...committed,
  cases: { a: { forward: { ...counts, ...change }, both: counts } },
});

describe('operationRegressions', () => {
  it('lets two hundredths of all instructions pass, every gain, and one kind for another', () => {
    expect(operationRegressions(withForward({ vector: 20.5 }), committed)).toEqual([]);
    expect(operationRegressions(withForward({ vector: 12 }), committed)).toEqual([]);
    expect(operationRegressions(withForward({ vector: 23, vectorMemory: 1 }), committed)).toEqual([]);
    expect(operationRegressions(withForward({ scalar: 1.6 }), committed)).toEqual([
      'a, forward, instructions a cell: 26.1, 25.5 is committed',
    ]);
  });

  it('holds the size of the modules too', () => {
    expect(operationRegressions({ ...committed, moduleBytes: 12_600 }, committed)).toEqual([
      'bytes of the modules: 12600, 10000 is committed',
    ]);
    expect(operationRegressions({ ...committed, moduleBytes: 12_400 }, committed)).toEqual([]);
  });

  it('tells of cases that are gone', () => {
    expect(operationRegressions({ ...committed, cases: { b: { forward: counts, both: counts } } }, committed)).toEqual([
      'a, forward, instructions a cell: gone, 25.5 is committed',
      'a, both, instructions a cell: gone, 25.5 is committed',
    ]);
  });
});

describe('perCell', () => {
  it('keeps four decimals', () => {
    expect(perCell({ ...counts, vector: 100 }, 3).vector).toBe(33.3333);
  });
});

describe('operationCases', () => {
  it('are cases of the bench, one item each', () => {
    for (const benchCase of operationCases) expect(benchCase).toMatchObject({ batch: 1, name: expect.any(String) });
  });
});

describe('instructions a cell', () => {
  // No clock: these numbers are the same on every machine, so that a slower kernel shows in a test.
  it.each(operationContenders)('of %s are no more than committed', async (contender) => {
    const expected = readExpectedOperations()[contender];
    const found = await countOperations(contender);
    if (isAbsent(found)) {
      expect(expected, `${contender} is absent, but its numbers are committed: ${found.absent}`).toBeUndefined();
      return;
    }
    expect(expected, 'commit to the numbers: pnpm bench --update-operations').toBeDefined();
    expect(operationRegressions(found, expected), 'if this is meant: pnpm bench --update-operations').toEqual([]);
  });
});
