import fc from 'fast-check';
import { describe, it } from 'vitest';
import { backwardNeighbours, forwardNeighbours } from '../../../src/kernels/shared-factor/neighbours.ts';
import { checkForward, checkRow, COUNT, ExtendedRows, factorsOf, laterRow, PAD, sharedRows, WIDTH } from '../../support/shared-rows.ts';

describe('kernels of neighbours', () => {
  const own = 2 * WIDTH + PAD;
  const above = WIDTH + PAD;

  it('forward: softmin of the cells above, beside and diagonal, in any two parts', () => {
    fc.assert(
      fc.property(sharedRows, fc.nat({ max: COUNT }), (rows, cut) => {
        checkForward(
          rows,
          ({ data, exponents }, K, KX) => {
            forwardNeighbours(data, exponents, own, above, K, KX, 0, cut);
            forwardNeighbours(data, exponents, own + cut, above + cut, K, KX, cut, COUNT - cut);
          },
          (k) => [above + k, above + k - 1, own + k - 1],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('backward: Q of the cells below, beside and diagonal, E = P·Q, and K from P', () => {
    fc.assert(
      fc.property(sharedRows, fc.nat({ max: COUNT }), (rows, cut) => {
        const { near, far, costs } = rows;
        const P = new ExtendedRows();
        P.put(above, near);
        const [K, KX] = factorsOf(costs);
        forwardNeighbours(P.data, P.exponents, own, above, K, KX, 0, COUNT);
        const D = Float64Array.from({ length: COUNT }, (_, k) => P.distance(own + k));
        const R = new ExtendedRows();
        R.put(above, laterRow(far, D));
        const E = new Float64Array(COUNT).fill(NaN);
        const [X, RX] = [P.exponents, R.exponents];
        backwardNeighbours(P.data, X, own + cut, above + cut, R.data, RX, PAD + cut, above + cut, cut, COUNT - cut, -3, E);
        backwardNeighbours(P.data, X, own, above, R.data, RX, PAD, above, 0, cut, -3, E);
        checkRow(P, own, R, rows, -3, E, (k) => [above + k, above + k + 1, PAD + k + 1]);
      }),
      { numRuns: 1000 },
    );
  });
});
