import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBackend } from 'rubato';
import { describe, expect, it } from 'vitest';
import { FolderCheck } from '../src/check-folder.ts';
import { readReference } from '../src/reference-file.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/mtd', import.meta.url));
const present = existsSync(folder);
if (!present && process.env['REQUIRE_SHARED'] === '1') throw new Error('REQUIRE_SHARED=1, but ../shared/data/mtd is not there');

describe.skipIf(!present)('the published results of the musical themes (skipped without ../shared)', () => {
  it.each(['float64', 'float32'] as const)('every loss, gradient and alignment in %s', async (precision) => {
    const check = new FolderCheck(folder, await openBackend('cpu'), precision);
    await check.run(readReference(folder));
    const comparisons = [...check.comparisons.values()];
    expect(comparisons.flatMap(({ failures }) => failures)).toEqual([]);
    // 5 themes × 2 models × (12 configurations raw and normalised, a gradient, 2 for the alignment) and 5 torch losses.
    expect(comparisons.reduce((sum, { passed }) => sum + passed, 0)).toBe(5 * 2 * (12 * 2 + 1 + 2) + 5);
  });

  it('counts a wrong number as a failure', async () => {
    const file = readReference(folder);
    const [name, theme] = Object.entries(file.themes)[0];
    const model = theme.models['CTC-A'];
    const losses = { ...model.loss_under_every_config, 'CTC-A': { raw: 1, normaliser: 1, value: 1 } };
    const wrong = { themes: { [name]: { ...theme, models: { 'CTC-A': { ...model, loss_under_every_config: losses } } } } };
    const check = new FolderCheck(folder, await openBackend('cpu'), 'float64');
    await check.run(wrong);
    expect(check.comparisons.get('loss CTC-A')?.failed).toBe(1);
  });
});
