import { describe, expect, it } from 'vitest';
import { copySpecification } from '../../src/problem/copy-specification.ts';
import { expectRefusal } from '../support/refusal.ts';

const copy = (input: unknown) => copySpecification('cost.localCost', input);

describe('copySpecification', () => {
  it('copies names, parameters and terms, all frozen', () => {
    const input = { name: 'weightedSum', terms: [{ cost: { name: 'huber', parameters: { delta: 2 } }, weight: 1, first: 0, last: 1 }] };
    const result = copy(input);
    expect(result).toEqual(input);
    for (const object of [result, result.terms, result.terms?.[0], result.terms?.[0].cost, result.terms?.[0].cost.parameters]) {
      expect(Object.isFrozen(object)).toBe(true);
    }
    expect(Object.isFrozen(input.terms[0])).toBe(false);
  });

  const inItself: { name: string; terms: unknown[] } = { name: 'weightedSum', terms: [] };
  inItself.terms.push({ cost: inItself, weight: 1 });

  it.each([
    [null, { argument: 'cost.localCost', found: 'null' }],
    [
      { name: 'huber', params: {} },
      { argument: 'cost.localCost.params', expected: 'only name, parameters, terms' },
    ],
    [
      { name: 'huber', parameters: 3 },
      { argument: 'cost.localCost.parameters', found: '3' },
    ],
    [
      { name: 'innerProduct', parameters: { offset: 1e300 } },
      { argument: 'cost.localCost.parameters.offset', expected: 'a word, or a number within ±1e+60' },
    ],
    [{ name: 'innerProduct', parameters: { offset: NaN } }, { argument: 'cost.localCost.parameters.offset' }],
    [
      { name: 'innerProduct', parameters: { offset: () => 1 } },
      { argument: 'cost.localCost.parameters.offset', found: 'a function' },
    ],
    [{ name: 'weightedSum', terms: {} }, { argument: 'cost.localCost.terms' }],
    [
      { name: 'weightedSum', terms: [3] },
      { argument: 'cost.localCost.terms[0]', found: '3' },
    ],
    [{ name: 'weightedSum', terms: [{ cost: { name: 'huber' }, wait: 1 }] }, { argument: 'cost.localCost.terms[0].wait' }],
    [
      { name: 'weightedSum', terms: [{ weight: 1 }] },
      { argument: 'cost.localCost.terms[0].cost', found: 'undefined' },
    ],
    [inItself, { argument: 'cost.localCost.terms[0].cost.terms', expected: 'only name, parameters' }],
  ])('refuses %o', (input, refusal) => {
    expectRefusal(() => copy(input), refusal);
  });
});
