import { describe, expect, it } from 'vitest';
import { createSignal, evaluateSignal } from '../../src/index.ts';

describe('createSignal', () => {
  it('takes rows, flat lists and single channels', () => {
    const rows = createSignal([
      [1, 2],
      [3, 4],
    ]);
    expect(createSignal([1, 2, 3, 4], { channels: 2 })).toEqual(rows);
    expect(createSignal(Float32Array.of(1, 2)).values).toEqual(Float64Array.of(1, 2));
    expect(rows.times).toEqual(Float64Array.of(0, 1));
  });

  it.each([
    [() => createSignal([1]), 'values'],
    [() => createSignal([]), 'values'],
    [() => createSignal([1, 2, 3], { channels: 2 }), 'values'],
    [() => createSignal([[1, 2], [3]]), 'values[1]'],
    [
      () =>
        createSignal([
          [1, 2],
          [3, Number.NaN],
        ]),
      'values[1, 1]',
    ],
    [() => createSignal([1, 1e61]), 'values[1, 0]'],
    [() => createSignal([1, 2], { times: [1, 1] }), 'options.times[1]'],
    [() => createSignal([1, 2], { times: [1] }), 'options.times'],
    [() => createSignal([1, 2, 3], { times: [0, 1e-14, 1] }), 'options.times[1]'],
    [() => createSignal([1, 2], { times: [0, Infinity] }), 'options.times[1]'],
    [() => createSignal(3 as unknown as number[]), 'values'],
  ])('refuses by name and index: %s', (run, place) => {
    expect(run).toThrow(`${place} is `);
  });
});

it('evaluateSignal is exact at observations, straight between them, level beyond them', () => {
  const signal = createSignal(
    [
      [0, 0.1],
      [1, 0.3],
      [5, 0.7],
    ],
    { times: [1, 2, 4] },
  );
  expect(Array.from(evaluateSignal(signal, 2))).toEqual([1, 0.3]);
  expect(Array.from(evaluateSignal(signal, 4))).toEqual([5, 0.7]);
  expect(evaluateSignal(signal, 3)[0]).toBe(3);
  expect(evaluateSignal(signal, 0)[0]).toBe(0);
  expect(evaluateSignal(signal, 9)[0]).toBe(5);
  expect(() => evaluateSignal(signal, Number.NaN)).toThrow('time is NaN');
});
