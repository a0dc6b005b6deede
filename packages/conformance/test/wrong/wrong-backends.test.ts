import { describe, expect, it } from 'vitest';
import { runLaws, wrongBackends } from '../../src/index.ts';

/** The laws that must catch each of them, and not by accident of a single comparison. */
const caughtBy: Readonly<Record<string, readonly string[]>> = {
  'swapped step': ['reference answer', 'sum of E', 'global formulation'],
  'padding leak': ['reference answer', 'inert padding'],
  'gradient × 2': ['reference answer', 'finite differences', 'E = H for unit weights'],
  'band off by one': ['reference answer', 'inert padding', 'transposition'],
  'input overwritten': ['purity'],
  'end multiplier missing from H': ['reference answer', 'finite differences'],
  'start candidate dropped where steps exist': ['reference answer', 'order of minimum functions', 'global formulation'],
  'ties reversed': ['reference answer'],
  'γ ignored in the backward pass': ['reference answer', 'finite differences', 'differences of gradients'],
  'rows rescaled without exponents': ['reference answer', 'rows of E sum to 1'],
  'item 0 reused for the batch': ['reference answer', 'inert padding'],
  'weight gradient summed over the wrong axis': ['reference answer', 'finite differences'],
};

/** What none of them does wrong: they fail for their own mistakes. */
const kept = ['support', 'refusal of the unsupported', 'refusal of bad requests', 'memory limit', 'NaN inside is an error'];

describe('wrong backends', () => {
  it('are the twelve of the contract', () => {
    expect(wrongBackends.map(({ name }) => name).toSorted()).toEqual(Object.keys(caughtBy).toSorted());
  });

  for (const provider of wrongBackends) {
    for (const precision of ['float64', 'float32'] as const) {
      it(`${provider.name}: caught in ${precision}, for what it does`, async () => {
        const problems = { precisions: [precision] };
        const { records } = await runLaws(provider, {
          laws: [...caughtBy[provider.name], ...kept],
          problems,
          shrink: false,
          print: () => {},
        });
        for (const { law, outcome, reason } of records) {
          const expected = caughtBy[provider.name].includes(law) ? 'failed' : 'passed';
          expect({ law, outcome, reason: outcome === expected ? '' : reason }).toEqual({ law, outcome: expected, reason: '' });
        }
      });
    }
  }
});
