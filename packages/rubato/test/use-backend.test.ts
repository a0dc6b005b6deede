import { InvalidArgumentError, softDtw, useBackend } from 'rubato';
import { afterAll, describe, expect, it } from 'vitest';

describe('useBackend', () => {
  afterAll(() => useBackend('cpu'));

  it('makes the one-liners compute with it, with the same answers', async () => {
    const pair = [[1, 2, 3, 2], [1, 3, 3]] as const; // prettier-ignore
    const wanted = softDtw(...pair);
    const wasm = await useBackend('wasm');
    expect(wasm.name).toBe('wasm');
    const found = softDtw(...pair);
    expect(found.value).toBeCloseTo(wanted.value, 12);
    found.alignment.forEach((row, n) => row.forEach((weight, m) => expect(weight).toBeCloseTo(wanted.alignment[n][m], 12)));
  });

  it('gives the backend before back', async () => {
    const first = await useBackend('wasm');
    const second = await useBackend('reference');
    expect(second.name).toBe('reference');
    await expect(first.solve({} as never, {})).rejects.toThrow('disposed');
    expect(softDtw([1, 2], [1, 2]).value).toBeLessThan(0);
  });

  it('refuses unknown names and keeps the one in use', async () => {
    await expect(useBackend('gpu')).rejects.toBeInstanceOf(InvalidArgumentError);
    expect(softDtw([1], [2]).value).toBe(1);
  });
});
