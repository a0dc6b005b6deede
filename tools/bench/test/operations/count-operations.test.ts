import { describe, expect, it } from 'vitest';
import { isAbsent } from '../../src/contenders/contender.ts';
import type { ModuleOperations } from '../../src/operations/count-operations.ts';
import { countOperations, operationRegressions, perCell, readExpectedOperations } from '../../src/operations/count-operations.ts';
import { operationCases, operationContenders } from '../../src/operations/operation-cases.ts';

const counts = { vector: 20, vectorMemory: 4, scalar: 1, scalarMemory: 0, branch: 0.5 };
const committed: ModuleOperations = { moduleBytes: 10_000, cases: { a: { forward: counts, both: counts } } };
const withVector = (vector: number): ModuleOperations => ({ ...committed, cases: { a: { forward: { ...counts, vector }, both: counts } } });

describe('operationRegressions', () => {
  it('lets two hundredths pass, and every gain', () => {
    expect(operationRegressions(withVector(20.3), committed)).toEqual([]);
    expect(operationRegressions(withVector(12), committed)).toEqual([]);
    expect(operationRegressions(withVector(20.5), committed)).toEqual(['a, forward, vector instructions a cell: 20.5, 20 is committed']);
  });

  it('holds the size of the modules too', () => {
    expect(operationRegressions({ ...committed, moduleBytes: 11_100 }, committed)).toEqual([
      'bytes of the modules: 11100, 10000 is committed',
    ]);
    expect(operationRegressions({ ...committed, moduleBytes: 10_900 }, committed)).toEqual([]);
  });

  it('tells of cases that are gone', () => {
    const changes = operationRegressions({ ...committed, cases: { b: { forward: counts, both: counts } } }, committed);
    expect(changes).toHaveLength(10);
    expect(changes[0]).toBe('a, forward, vector instructions a cell: gone, 20 is committed');
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
