import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PrefixTrie } from '../../src/beam-search/prefix-trie.ts';

const prefixes = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }), { minLength: 1, maxLength: 12 });

function insert(trie: PrefixTrie, labels: readonly number[]): number {
  return labels.reduce((node, label) => trie.child(node, label), 0);
}

describe('PrefixTrie', () => {
  it('gives a prefix one node, and keeps those of the ends when others are dropped', () => {
    fc.assert(
      fc.property(prefixes, prefixes, (kept, dropped) => {
        const trie = new PrefixTrie(1000);
        dropped.forEach((labels) => insert(trie, labels));
        const ends = Int32Array.from(kept, (labels) => insert(trie, labels));
        kept.forEach((labels, i) => expect(insert(trie, labels)).toBe(ends[i]));
        trie.squeeze([ends], ends.length);
        const beginnings = new Set(kept.flatMap((labels) => labels.map((_, l) => labels.slice(0, l + 1).join())));
        expect(trie.size).toBe(beginnings.size + 1);
        kept.forEach((labels, i) => {
          expect(Array.from(trie.sequence(ends[i]))).toEqual(labels);
          expect(insert(trie, labels)).toBe(ends[i]);
        });
        for (let node = 1; node < trie.size; node++) expect(trie.parents[node]).toBeLessThan(node);
      }),
    );
  });

  it('finds what two prefixes have in common', () => {
    fc.assert(
      fc.property(prefixes, prefixes, ([a], [b]) => {
        const trie = new PrefixTrie(100);
        const common = trie.common(insert(trie, a), insert(trie, b));
        const length = a.findIndex((label, l) => label !== b[l]);
        expect(Array.from(trie.sequence(common))).toEqual(length < 0 ? a : a.slice(0, length));
      }),
    );
  });

  it('makes room by dropping before it grows', () => {
    const trie = new PrefixTrie(8);
    const end = new Int32Array(1);
    for (let n = 0; n < 100; n++) {
      trie.reserve(3, [end], 1);
      // Two that nobody holds, and one that goes on only every tenth time.
      trie.child(end[0], 1);
      trie.child(end[0], 2);
      const next = trie.child(end[0], 0);
      if (n % 10 === 0) [end[0]] = [next];
    }
    expect(trie.sequence(end[0]).length).toBe(10);
    expect(trie.capacity).toBeLessThan(50);
  });
});
