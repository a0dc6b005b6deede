import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WordTrie } from '../../src/scorers/word-trie.ts';

const words = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }), { maxLength: 20 });

describe('WordTrie', () => {
  it('has a node for each beginning, and says which word ends there', () => {
    fc.assert(
      fc.property(words, (list) => {
        const trie = new WordTrie(list);
        const beginnings = new Set(list.flatMap((word) => word.map((_, l) => word.slice(0, l + 1).join())));
        expect(trie.size).toBe(beginnings.size + 1);
        const visit = (node: number, before: readonly number[]): void => {
          expect(trie.words[node]).toBe(list.findIndex((word) => word.join() === before.join()));
          let last = -1;
          for (let child = trie.firstChild[node]; child < trie.firstChild[node + 1]; child++) {
            expect(trie.labels[child]).toBeGreaterThan(last);
            last = trie.labels[child];
            expect(trie.child(node, last)).toBe(child);
            expect(beginnings.delete([...before, last].join())).toBe(true);
            visit(child, [...before, last]);
          }
          expect(trie.child(node, 4)).toBe(-1);
        };
        visit(0, []);
        expect(beginnings.size).toBe(0);
      }),
    );
  });
});
