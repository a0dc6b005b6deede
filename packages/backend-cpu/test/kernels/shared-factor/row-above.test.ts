import fc from 'fast-check';
import { describe, it } from 'vitest';
import { backwardRowAbove, forwardRowAbove } from '../../../src/kernels/shared-factor/row-above.ts';
import { checkBackward, checkForward, COUNT, PAD, sharedRows, WIDTH } from '../../support/shared-rows.ts';

describe('kernels of the row above', () => {
  const own = 2 * WIDTH + PAD;
  const above = WIDTH + PAD;

  it('forward: softmin of the cells above, one and, where allowed, two columns before, in any two parts', () => {
    fc.assert(
      fc.property(sharedRows, fc.nat({ max: COUNT }), (rows, cut) => {
        const { mask } = rows;
        checkForward(
          rows,
          ({ data, exponents }, K, KX) => {
            forwardRowAbove(data, exponents, own, above, mask, 0, K, KX, 0, cut);
            forwardRowAbove(data, exponents, own + cut, above + cut, mask, cut, K, KX, cut, COUNT - cut);
          },
          (k) => [above + k, above + k - 1, ...(mask[k] === 0 ? [] : [above + k - 2])],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('backward: Q of the cells below, one and, where allowed, two columns after, and E = P·Q', () => {
    fc.assert(
      fc.property(sharedRows, fc.nat({ max: COUNT }), (rows, cut) => {
        const { mask } = rows;
        checkBackward(
          rows,
          (P, R, K, KX, scale, E) => {
            const [X, RX] = [P.exponents, R.exponents];
            const [here, below] = [PAD + cut, above + cut];
            backwardRowAbove(P.data, X, here, R.data, RX, here, below, mask, cut + 2, K, KX, cut, COUNT - cut, scale, E);
            backwardRowAbove(P.data, X, PAD, R.data, RX, PAD, above, mask, 2, K, KX, 0, cut, scale, E);
          },
          (k) => [above + k, above + k + 1, ...(mask[k + 2] === 0 ? [] : [above + k + 2])],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
