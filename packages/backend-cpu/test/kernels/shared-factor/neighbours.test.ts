import fc from 'fast-check';
import { describe, it } from 'vitest';
import { backwardNeighbours, forwardNeighbours } from '../../../src/kernels/shared-factor/neighbours.ts';
import { checkBackward, checkForward, COUNT, PAD, sharedRows, WIDTH } from '../../support/shared-rows.ts';

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

  it('backward: Q of the cells below, beside and diagonal, and E = P·Q', () => {
    fc.assert(
      fc.property(sharedRows, fc.nat({ max: COUNT }), (rows, cut) => {
        checkBackward(
          rows,
          (P, R, K, KX, scale, E) => {
            const [X, RX] = [P.exponents, R.exponents];
            const [here, below] = [PAD + cut, above + cut];
            backwardNeighbours(P.data, X, here, R.data, RX, here, below, K, KX, cut, COUNT - cut, scale, E);
            backwardNeighbours(P.data, X, PAD, R.data, RX, PAD, above, K, KX, 0, cut, scale, E);
          },
          (k) => [above + k, above + k + 1, PAD + k + 1],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
