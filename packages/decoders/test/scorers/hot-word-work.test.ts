import { createRandom } from '@rubato/core';
import type { GainTable, Scorer } from '@rubato/decoders';
import { hotWords, prefixBeamSearch, Vocabulary } from '@rubato/decoders';
import { describe, expect, it } from 'vitest';

const vocabulary = new Vocabulary(['', ' ', 'a', 'b', 'c', 'd'], { delimiter: ' ' });

/** How often a search asks what labels add. */
function countQuestions(scorer: Scorer, posteriors: Parameters<typeof prefixBeamSearch>[0], beamWidth: number): number {
  let count = 0;
  const counting = (table: GainTable): GainTable => ({
    ...table,
    labels: new Proxy(table.labels, {
      get: (labels, place) => {
        count++;
        return Reflect.get(labels, place) as unknown;
      },
    }),
  });
  const counted: Scorer = {
    name: 'counted',
    open: (classes) =>
      new Proxy(scorer.open(classes), {
        get: (states, name) => {
          const member: unknown = Reflect.get(states, name, states);
          if (name === 'table') return counting(member as GainTable);
          if (typeof member !== 'function') return member;
          if (name === 'gain') count++;
          return (member as () => unknown).bind(states);
        },
      }),
  };
  prefixBeamSearch(posteriors, { beamWidth, scorers: [counted] });
  return count;
}

describe('hotWords', () => {
  it('asks no more of ten times as many words', () => {
    const random = createRandom(1);
    const below = (most: number): number => Math.floor(random() * most);
    const words = [...new Set(Array.from({ length: 9000 }, () => Array.from({ length: 2 + below(7) }, () => 'abcd'[below(4)]).join('')))];
    const frames = 60;
    const data = Float64Array.from({ length: frames * 6 }, () => 3 * random());
    const posteriors = { data, shape: [1, frames, 6], form: 'logits' } as const;
    const [few, many] = [words.slice(0, 400), words.slice(0, 4000)].map((list) =>
      countQuestions(hotWords(list, vocabulary), posteriors, 16),
    );
    expect(words.length).toBeGreaterThan(4000);
    expect(few).toBeGreaterThan(frames * 16);
    expect(many).toBeLessThan(1.5 * few);
  });
});
