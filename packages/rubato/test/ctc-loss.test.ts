import { existsSync, readFileSync } from 'node:fs';
import { ctcLoss, InvalidArgumentError } from 'rubato';
import { describe, expect, it } from 'vitest';

interface CtcCase {
  readonly id: string;
  readonly blank: number;
  readonly log_probs: readonly (readonly (readonly number[])[])[];
  readonly targets: readonly (readonly number[])[];
  readonly input_lengths: readonly number[];
  readonly zero_infinity: boolean;
  readonly loss: readonly (number | 'inf')[];
  readonly grad_log_probs: readonly (readonly (readonly number[])[])[];
}

const file = new URL('../../../../shared/golden/ctc.json', import.meta.url);
const present = existsSync(file);
const required = process.env['REQUIRE_SHARED'] === '1';

describe('ctcLoss', () => {
  it('sums the paths that spell the labels', () => {
    const frames = Array.from({ length: 4 }, () => [1, 1, 1].map((p) => Math.log(p / 3)));
    expect(ctcLoss(frames, [1, 1]).loss).toBeCloseTo(-Math.log(5 / 81), 12);
    expect(ctcLoss(frames, []).loss).toBeCloseTo(-Math.log(1 / 81), 12);
    expect(ctcLoss(frames, [], { blank: 2 }).gradient).toEqual(frames.map(() => [0, 0, -1]));
  });

  it('answers Infinity and gradient 0 where no path spells them', () => {
    expect(
      ctcLoss(
        [
          [-1, -1],
          [-1, -1],
        ],
        [1, 1],
      ),
    ).toEqual({
      loss: Infinity,
      gradient: [
        [0, 0],
        [0, 0],
      ],
    });
    expect(ctcLoss([[0, -Infinity]], [1])).toEqual({ loss: Infinity, gradient: [[0, 0]] });
    expect(ctcLoss([[0, -1e300]], [1]).loss).toBe(Infinity);
  });

  it('takes certain frames', () => {
    expect(
      ctcLoss(
        [
          [-Infinity, 0],
          [0, -Infinity],
        ],
        Int32Array.of(1),
      ),
    ).toEqual({
      loss: 0,
      gradient: [
        [0, -1],
        [-1, 0],
      ],
    });
  });

  it('refuses bad input by name and index', () => {
    type Arguments = Parameters<typeof ctcLoss>;
    const call =
      (frames: unknown, labels: unknown, options: object = {}) =>
      () =>
        ctcLoss(frames as Arguments[0], labels as Arguments[1], options);
    const frames = [
      [-1, -2],
      [-1, -3],
    ];
    expect(call(frames, [1, 0])).toThrow('labels[1] is 0; expected a class from 0 to 1 other than the blank, 0');
    expect(call(frames, [2])).toThrow('labels[0] is 2');
    expect(call(frames, [1.5])).toThrow('labels[0] is 1.5');
    expect(call(frames, new Array(1))).toThrow('labels[0] is undefined');
    expect(call(frames, 'a')).toThrow('labels is "a"; expected a list of class numbers');
    expect(call(frames, [1], { blank: 2 })).toThrow('blank is 2; expected a class from 0 to 1');
    expect(call(frames, [1], { blanc: 1 })).toThrow(InvalidArgumentError);
    expect(call([[-1, 0.6]], [1])).toThrow('logProbabilities[0, 1] is 0.6; expected a log-probability');
    expect(call([[-1, NaN]], [1])).toThrow('logProbabilities[0, 1] is NaN');
    expect(call([[-1, -2], [-1]], [1])).toThrow('logProbabilities[1] is a vector of 1');
    expect(call([-1, -2], [1])).toThrow('logProbabilities[0] is -1; expected a frame');
    expect(call([], [1])).toThrow('logProbabilities is empty');
  });

  it.skipIf(!present && !required)('is that of ../shared/golden/ctc.json, item by item', () => {
    const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly CtcCase[] };
    let items = 0;
    for (const golden of cases) {
      golden.targets.forEach((labels, b) => {
        const length = golden.input_lengths[b];
        const { loss, gradient } = ctcLoss(golden.log_probs[b].slice(0, length), labels, { blank: golden.blank });
        if (loss === Infinity) expect(golden.loss[b]).toBe(golden.zero_infinity ? 0 : 'inf');
        else expect(Math.abs(loss - Number(golden.loss[b]))).toBeLessThanOrEqual(1e-10 * loss);
        gradient.flat().forEach((value, i) => {
          expect(Math.abs(value - golden.grad_log_probs[b].flat()[i])).toBeLessThan(1e-10);
        });
        items++;
      });
    }
    expect(items).toBe(30);
  });
});
