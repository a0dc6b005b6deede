import { describe, expect, it } from 'vitest';
import { localCosts, prepareLocalCost } from '@rubato/costs';
import type { LocalCostSpecification } from '@rubato/costs';

const terms = [{ cost: { name: 'absolute' }, weight: 1 }];
const specificationOf = (name: string): LocalCostSpecification => (name === 'weightedSum' ? { name, terms } : { name });

describe('localCosts', () => {
  it('holds each record under its own name, and cannot be changed', () => {
    for (const [name, record] of Object.entries(localCosts)) expect(record.name).toBe(name);
    expect(Object.isFrozen(localCosts)).toBe(true);
  });
});

describe('prepareLocalCost', () => {
  it('names an unknown cost and lists the known ones', () => {
    expect(() => prepareLocalCost({ name: 'mse' }, 2)).toThrow(RangeError);
    expect(() => prepareLocalCost({ name: 'mse' }, 2)).toThrow(
      "unknown local cost 'mse'; known are: absolute, binaryCrossEntropy, cosine, euclidean, halfSquaredEuclidean, " +
        'huber, innerProduct, multiLabelCtc, negativeLogLikelihood, squaredEuclidean, weightedSum',
    );
  });

  it.each(['toString', '__proto__', 'constructor', ''])('does not take %j for a cost', (name) => {
    expect(() => prepareLocalCost({ name }, 2)).toThrow(/unknown local cost '.*'; known are/);
  });

  it.each([[undefined], [null], [{}], [{ name: 3 }]])('refuses the specification %j', (specification) => {
    expect(() => prepareLocalCost(specification as LocalCostSpecification, 2)).toThrow(RangeError);
  });

  describe.each(Object.keys(localCosts))('%s', (name) => {
    it('prepares for the dimension it is given', () => {
      const cost = prepareLocalCost(specificationOf(name), 4);
      expect(cost.dimension).toBe(4);
      expect(cost.program).toBeDefined();
    });

    it.each([0, -1, 1.5, NaN, Infinity, '3', undefined])('refuses dimension %s', (dimension) => {
      const prepare = () => prepareLocalCost(specificationOf(name), dimension as number);
      expect(prepare).toThrow(RangeError);
      expect(prepare).toThrow(/dimension must be a positive whole number, got/);
    });

    it('refuses a parameter that it does not know', () => {
      const prepare = () => prepareLocalCost({ ...specificationOf(name), parameters: { sigma: 1 } }, 2);
      expect(prepare).toThrow(RangeError);
      expect(prepare).toThrow(`local cost '${name}': unknown parameter 'sigma'; `);
    });

    it('refuses terms unless it is the weighted sum', () => {
      const prepare = () => prepareLocalCost({ name, terms }, 2);
      if (name === 'weightedSum') expect(prepare).not.toThrow();
      else expect(prepare).toThrow(`local cost '${name}': it takes no terms; terms belong to 'weightedSum'`);
    });
  });

  it.each([
    ['huber', 'delta', '1'],
    ['huber', 'delta', null],
    ['innerProduct', 'offset', true],
    ['binaryCrossEntropy', 'input', 1],
    ['negativeLogLikelihood', 'rests', {}],
    ['multiLabelCtc', 'blank', '0'],
  ])('refuses a parameter of the wrong type: %s, %s = %j', (name, parameter, value) => {
    const prepare = () => prepareLocalCost({ name, parameters: { [parameter]: value as number } }, 2);
    expect(prepare).toThrow(RangeError);
    expect(prepare).toThrow(new RegExp(`local cost '${name}': parameter '${parameter}' must be .*, got `));
  });

  it('refuses parameters that are no object', () => {
    const parameters = 'delta' as unknown as Record<string, number>;
    const message = "local cost 'huber': parameters must be an object, got 'delta'";
    expect(() => prepareLocalCost({ name: 'huber', parameters }, 2)).toThrow(message);
  });
});
