import type { LocalCostSpecification } from '@rubato/costs';
import { localCosts, prepareLocalCost } from '@rubato/costs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { productForm } from '../../src/strips/product-forms.ts';

const specifications: readonly LocalCostSpecification[] = [
  { name: 'innerProduct' },
  { name: 'innerProduct', parameters: { offset: 1 } },
  { name: 'negativeLogLikelihood' },
  { name: 'negativeLogLikelihood', parameters: { input: 'logProbabilities', rests: 'free' } },
  { name: 'negativeLogLikelihood', parameters: { input: 'logits' } },
  { name: 'binaryCrossEntropy' },
  { name: 'binaryCrossEntropy', parameters: { input: 'logits' } },
];

/** Features within a cost's domain, and targets that are no rests. */
function features({ name, parameters }: LocalCostSpecification, dimension: number) {
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
  const any = fc.double({ min: -4, max: 4, noNaN: true });
  const input = parameters?.['input'];
  const x = name === 'innerProduct' || input === 'logits' ? any : input === 'logProbabilities' ? share.map(Math.log) : share;
  const array = (element: typeof any) => fc.array(element, { minLength: dimension, maxLength: dimension });
  return fc.record({ x: array(x), y: array(name === 'innerProduct' ? any : share) });
}

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  for (let k = 0; k < wanted.length; k++) expect(Math.abs(found[k] - wanted[k])).toBeLessThan(1e-10 * (1 + Math.abs(wanted[k])));
}

describe.each(specifications)('$name $parameters as a sum of products', (specification) => {
  it('is the local cost, and its pullback', () => {
    const dimension = 3;
    const form = productForm(specification, dimension)!;
    const cost = prepareLocalCost(specification, dimension, localCosts);
    fc.assert(
      fc.property(features(specification, dimension), ({ x, y }) => {
        const [w, v] = [new Float64Array(form.terms), new Float64Array(form.terms)];
        const [xs, ys] = [Float64Array.from(x), Float64Array.from(y)];
        expect(form.writeX(xs, 0, w)).toBe(true);
        form.writeY(ys, 0, v);
        const out = new Float64Array(1);
        cost.row(xs, 0, ys, 0, 1, out, 0);
        expectClose([w.reduce((sum, value, k) => sum + value * v[k], form.term)], out);

        // With one cell whose H is 0.7 the sums are just 0.7·v and 0.7·w.
        const [gx, gy] = [new Float64Array(dimension), new Float64Array(dimension)];
        cost.pullback(xs, 0, ys, 0, 1, Float64Array.of(0.7), 0, gx, 0, gy, 0);
        const [fx, fy] = [new Float64Array(dimension), new Float64Array(dimension)];
        form.pullX(xs, 0, v.map((value) => 0.7 * value), fx); // prettier-ignore
        form.pullY(w.map((value) => 0.7 * value), fy); // prettier-ignore
        expectClose(fx, gx);
        expectClose(fy, gy);
      }),
    );
  });
});

describe('productForm', () => {
  it('knows only costs that are sums of products', () => {
    expect(productForm({ name: 'euclidean' }, 2)).toBeUndefined();
    expect(productForm({ name: 'negativeLogLikelihood', parameters: { rests: 'forbidden' } }, 2)).toBeUndefined();
    expect(productForm({ name: 'negativeLogLikelihood', parameters: { rests: 'uniform' } }, 2)).toBeUndefined();
  });

  it('says where a number is not finite', () => {
    const w = new Float64Array(4);
    expect(productForm({ name: 'negativeLogLikelihood' }, 2)!.writeX(Float64Array.of(0, 1), 0, w.subarray(2))).toBe(false);
    expect(productForm({ name: 'binaryCrossEntropy' }, 2)!.writeX(Float64Array.of(0.5, 1), 0, w)).toBe(false);
  });
});
