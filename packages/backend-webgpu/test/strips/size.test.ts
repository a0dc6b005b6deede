import { describe, expect, it } from 'vitest';
import { stripBuffers, stripPasses } from '../../src/strips/buffers.ts';
import { carryLength, chooseSize, exchangeBytes, scratchLength } from '../../src/strips/size.ts';
import { declinesSteps, type StripStructure } from '../../src/strips/structure.ts';
import { plain } from './support/strip-problem.ts';

const limits = { maxComputeInvocationsPerWorkgroup: 256, maxComputeWorkgroupStorageSize: 16_384 };

const structures: StripStructure[] = (['unit', 'scalar', 'mask', 'varying'] as const).flatMap((weights) =>
  (['corner', 'cells'] as const).flatMap((end) => [
    { ...plain, weights, end, multipliers: end === 'cells', alignment: true },
    { ...plain, weights, end, strip: 'columns', steps: [[1, 0], [1, 1], [1, 2]] }, // prettier-ignore
    { ...plain, weights, end, strip: 'columns', steps: [[1, 8], [1, 7], [1, 6], [1, 5], [1, 4]] }, // prettier-ignore
  ]),
);

describe('chooseSize', () => {
  it('stays within the default limits, with a strip no shorter than a step', () => {
    for (const structure of structures) {
      for (const side of [1, 31, 129, 1024, 4096]) {
        const size = chooseSize(structure, limits, side, side);
        expect(exchangeBytes(structure, size)).toBeLessThanOrEqual(16_384);
        expect(size.threads).toBeGreaterThanOrEqual(32);
        expect(size.threads).toBeLessThanOrEqual(256);
        expect(Number.isInteger(size.block) && size.block >= 1).toBe(true);
        for (const [, j] of structure.steps) expect(size.strip).toBeGreaterThanOrEqual(structure.strip === 'columns' ? j : 1);
      }
    }
  });

  it('takes no more threads than there is work for', () => {
    expect(chooseSize(plain, limits, 1000, 64)).toEqual({ threads: 256, strip: 4, block: 4, staged: false });
    expect(chooseSize(plain, limits, 200, 5000, true)).toEqual({ threads: 64, strip: 4, block: 4, staged: true });
    expect(chooseSize(plain, limits, 1, 1).threads).toBe(32);
  });
});

it('scratch has whole panels and blocks, carry both halves', () => {
  const size = { threads: 32, strip: 4, block: 4, staged: false };
  expect(scratchLength(plain, size, 129, 5)).toBe(256 * 8);
  expect(carryLength(plain, size, 129, 5)).toBe(2 * 8);
  expect(scratchLength({ ...plain, strip: 'columns' }, size, 129, 5)).toBe(128 * 132);
});

it('no pass binds more than eight storage buffers, two of them for the accessors', () => {
  for (const structure of structures) {
    for (const staged of [false, true]) {
      const size = chooseSize(structure, limits, 100, 100, staged);
      for (const pass of stripPasses(size)) expect(stripBuffers(structure, size, pass).length).toBeLessThanOrEqual(6);
    }
  }
});

it('declines steps that reach too far', () => {
  expect(declinesSteps(plain)).toBeUndefined();
  expect(declinesSteps({ ...plain, steps: [[9, 1]] })).toContain('more than 8');
  expect(declinesSteps({ ...plain, steps: [[1, 5]] })).toContain('more than 4');
  const wide = [8, 7, 6, 5, 4, 3].map((j): [number, number] => [1, j]);
  expect(declinesSteps({ ...plain, strip: 'columns', steps: wide })).toContain('together');
});
