import { describe, expect, it } from 'vitest';
import { TextbookSoftDtw } from '../../src/contenders/textbook-soft-dtw.ts';

describe('TextbookSoftDtw', () => {
  it('is the soft minimum over the three paths of a 2 × 2 matrix', () => {
    const cost = [0.5, 1, 2, 0.25];
    const solver = new TextbookSoftDtw(2, 2);
    const gamma = 0.5;
    const paths = [0.75, 1.75, 2.75].map((path) => Math.exp(-path / gamma));
    const total = paths[0] + paths[1] + paths[2];
    expect(solver.forward(cost, 0, gamma)).toBeCloseTo(-gamma * Math.log(total), 12);
    const gradient = new Float32Array(4);
    solver.backward(cost, 0, gamma, gradient, 0);
    [1, paths[1] / total, paths[2] / total, 1].forEach((expected, i) => expect(gradient[i]).toBeCloseTo(expected, 6));
  });
});
