import fc from 'fast-check';
import { describe, it } from 'vitest';
import { backwardAnySteps, forwardAnySteps } from '../../../src/kernels/shared-factor/any-steps.ts';
import { checkBackward, checkForward, COUNT, PAD, sharedRows, WIDTH } from '../../support/shared-rows.ts';

describe('kernels of any steps', () => {
  const own = 2 * WIDTH + PAD;

  it('forward: softmin over steps that go two rows back, stay in the row, or may be forbidden', () => {
    fc.assert(
      fc.property(sharedRows, (rows) => {
        const { mask } = rows;
        const [a, b, c] = [own - 2 * WIDTH - 1, own - 1, own - WIDTH - 3];
        checkForward(
          rows,
          ({ data, exponents }, K, KX) => forwardAnySteps(data, exponents, own, a, b, c, mask, 0, K, KX, 0, COUNT),
          (k) => [a + k, b + k, ...(mask[k] === 0 ? [] : [c + k])],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('backward: Q over such steps, and E = P·Q', () => {
    fc.assert(
      fc.property(sharedRows, (rows) => {
        const { mask } = rows;
        const [a, b, c] = [PAD + 2 * WIDTH + 1, PAD + 1, PAD + WIDTH + 3];
        checkBackward(
          rows,
          (P, R, K, KX, scale, E) =>
            backwardAnySteps(P.data, P.exponents, PAD, R.data, R.exponents, PAD, a, b, c, mask, 3, K, KX, 0, COUNT, scale, E),
          (k) => [a + k, b + k, ...(mask[k + 3] === 0 ? [] : [c + k])],
        );
      }),
      { numRuns: 1000 },
    );
  });
});
