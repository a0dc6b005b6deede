import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { collectExamples } from '../src/collect.ts';
import { createStage, runExample, typeCheck } from '../src/stage.ts';

const examples = collectExamples();
const run = examples.filter(({ skipped }) => !skipped);
const stage = createStage();
afterAll(() => rmSync(stage, { recursive: true, force: true }));

describe('examples', () => {
  it('are there', () => {
    expect(run.length).toBeGreaterThan(0);
  });

  it('type-check as they stand', async () => {
    const { status, output } = await typeCheck(
      stage,
      run.map(({ code }) => code),
    );
    expect(output.replaceAll(/^example-(\d+)\.ts/gm, (_, i: string) => run[Number(i)].place)).toBe('');
    expect(status).toBe(0);
  });

  for (const { place, code, skipped } of examples) {
    it.skipIf(skipped)(place, { concurrent: true }, async () => {
      const { status, output } = await runExample(stage, code);
      expect(status, output).toBe(0);
    });
  }
});
