import { referenceProvider } from '@rubato/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Law } from '../../src/laws/law.ts';
import { LawSkipped, runLaw } from '../../src/laws/law.ts';
import { resolveOptions } from '../../src/options.ts';
import { tampered } from '../support/tamper.ts';

const options = resolveOptions('reference', { runs: 40, seed: 1, print: () => {} });
const law = (check: Law['check']): Law => ({ number: 0, name: 'a law', sentence: 'Something holds.', check });

describe('runLaw', () => {
  it('fails a law with fewer runs than declared', async () => {
    const { record, error } = await runLaw(
      law((context) => context.forAll(fc.nat(), async (value) => context.saw(value), 39)),
      referenceProvider,
      options,
    );
    expect([record.outcome, record.runs, record.declared]).toEqual(['failed', 39, 40]);
    expect(String(error)).toContain('only 39 of 40 declared runs took place');
  });

  it('fails a law that saw constants alone', async () => {
    const { record } = await runLaw(
      law((context) => context.forAll(fc.nat(), async () => context.saw(0))),
      referenceProvider,
      options,
    );
    expect(record.reason).toBe('40 runs saw only 1 different numbers; 10 are needed');
  });

  it('asks for other problems where a few runs saw the same by chance', async () => {
    let asked = 0;
    const late = law((context) =>
      context.forAll(
        fc.nat(),
        async (value) => {
          asked++;
          context.saw(asked <= 6 ? 0 : value);
        },
        3,
      ),
    );
    const { record } = await runLaw(late, referenceProvider, resolveOptions('reference', { runs: 3, seed: 1, print: () => {} }));
    expect([record.outcome, record.runs, record.declared]).toEqual(['passed', 9, 3]);
  });

  it('does not count what is left out, and fails where too much is', async () => {
    const half = law((context) =>
      context.forAll(fc.nat(), async (value) => {
        fc.pre(value % 2 === 0);
        context.saw(value);
      }),
    );
    const { record } = await runLaw(half, referenceProvider, options);
    expect([record.outcome, record.runs]).toEqual(['passed', 40]);
    expect(record.skipped).toBeGreaterThan(5);
    const none = await runLaw(
      law((context) => context.forAll(fc.nat(), async () => fc.pre(false))),
      referenceProvider,
      options,
    );
    expect(none.record.outcome).toBe('failed');
    expect(none.record.reason).toContain('too many problems were left out');
  });

  it('reports seed, counterexample and cause', async () => {
    const { error } = await runLaw(
      law((context) =>
        context.forAll(fc.nat(), async (value) => {
          if (value > 3) throw new Error(`${value} is too large`);
        }),
      ),
      referenceProvider,
      options,
    );
    const { message } = error as Error;
    for (const part of ['law 0, a law: Something holds.', '4 is too large', 'seed: ', 'Counterexample: [4]'])
      expect(message).toContain(part);
  });

  it('records a skipped law with its reason, and its counts', async () => {
    const { record } = await runLaw(
      law(async (context) => {
        context.count('tries');
        throw new LawSkipped('there is nothing to check');
      }),
      referenceProvider,
      options,
    );
    expect(record).toMatchObject({ outcome: 'skipped', reason: 'there is nothing to check', counts: { tries: 1 } });
  });

  it('disposes of every backend that a law opened, even when it fails', async () => {
    let [opened, disposed] = [0, 0];
    const counting = tampered((reference) => {
      opened++;
      return { dispose: () => reference.dispose().then(() => void disposed++) };
    });
    await runLaw(
      law(async (context) => {
        await context.open({ maxBytes: 1000 });
        throw new Error('no');
      }),
      counting,
      options,
    );
    expect([opened, disposed]).toEqual([2, 2]);
  });
});
