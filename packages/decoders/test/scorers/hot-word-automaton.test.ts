import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HotWordAutomaton } from '../../src/scorers/hot-word-automaton.ts';

const label = fc.integer({ min: 0, max: 2 });
const words = fc.array(fc.record({ word: fc.array(label, { minLength: 1, maxLength: 4 }), weight: fc.integer({ min: -3, max: 5 }) }), {
  maxLength: 8,
});

describe('HotWordAutomaton', () => {
  it('finds every occurrence of every word, and knows the longest beginning', () => {
    fc.assert(
      fc.property(words, fc.array(label, { maxLength: 20 }), (list, text) => {
        const automaton = new HotWordAutomaton(
          list.map(({ word }) => word),
          list.map(({ weight }) => weight),
          false,
        );
        let state = 0;
        text.forEach((_, l) => {
          const before = state;
          state = automaton.next(state, text[l]);
          const heard = text.slice(0, l + 1);
          const ends = (word: readonly number[]): boolean => heard.slice(-word.length).join() === word.join();
          expect(automaton.complete[state]).toBe(list.reduce((sum, { word, weight }) => sum + (ends(word) ? weight : 0), 0));
          const shares = list.flatMap(({ word, weight }) =>
            word.slice(0, -1).flatMap((_label, i) => (ends(word.slice(0, i + 1)) ? [(weight * (i + 1)) / word.length] : [])),
          );
          expect(automaton.begun[state]).toBe(Math.max(0, ...shares));
          const gain = automaton.complete[state] + (automaton.begun[state] - automaton.begun[before]);
          expect(automaton.gain(before, text[l])).toBe(gain);
          const { first, labels, gains, others } = automaton.ranked;
          const listed = labels.subarray(first[before], first[before + 1]).indexOf(text[l]);
          expect(listed < 0 ? others[before] : gains[first[before] + listed]).toBe(gain);
          const ranked = gains.subarray(first[before], first[before + 1]);
          expect([...ranked]).toEqual([...ranked].toSorted((a, b) => b - a));
        });
      }),
    );
  });

  it('counts a delimiter around words as no share', () => {
    const automaton = new HotWordAutomaton([[9, 1, 2, 9]], [10], true);
    const states = [9, 1, 2, 9].reduce<number[]>((list, at) => [...list, automaton.next(list.at(-1) ?? 0, at)], []);
    expect(states.map((state) => automaton.begun[state])).toEqual([0, 5, 10, 0]);
    expect(states.map((state) => automaton.complete[state])).toEqual([0, 0, 0, 10]);
  });
});
