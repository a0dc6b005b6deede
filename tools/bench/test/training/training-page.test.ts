import { expect, it } from 'vitest';
import { isAbsent } from '../../src/contenders/contender.ts';
import { runCase } from '../../src/measure/run-case.ts';
import { readEnvironment } from '../../src/report/environment.ts';
import { openAll } from '../../src/run-bench.ts';
import { trainingCases } from '../../src/training/training-cases.ts';
import { trainingContenders } from '../../src/training/training-contenders.ts';
import { trainingPage } from '../../src/training/training-page.ts';
import { checkWellFormed } from '../support/markdown-tables.ts';

it('measures a small step and writes a page of times and ratios', async () => {
  const { contenders, absent } = await openAll(trainingContenders('cpu', 'a folder that is not there'), () => undefined);
  expect(absent.map(({ id }) => id)).toEqual(['tfjsctcloss']);
  expect(contenders.every((contender) => !isAbsent(contender))).toBe(true);
  const small = { ...trainingCases[0], rows: 12, columns: 9 };
  const result = await runCase(small, contenders, { rounds: 1, seconds: 0, warmSeconds: 0, seed: 3 }, { use: () => undefined });
  for (const { value, gradient } of Object.values(result.differences)) expect(Math.max(value, gradient)).toBeLessThan(1e-3);
  const page = trainingPage([{ tensors: 'cpu', contenders, absent, results: [result] }], readEnvironment(false), 1, 3);
  checkWellFormed(page, 2);
  expect(page.match(/ × \(/gu)).toHaveLength(2);
  expect(page).toContain('tfjsctcloss (npm, tfjs on the CPU) was not there');
  for (const contender of contenders) await contender.close();
});
