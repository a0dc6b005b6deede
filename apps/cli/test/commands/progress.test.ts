import { describe, expect, it } from 'vitest';
import { run } from '../../src/run.ts';
import { files } from '../support/posteriors.ts';
import { createWorld } from '../support/world.ts';

const all = { ...files, 'query.csv': '1\n2\n', 'song.csv': Array.from({ length: 50 }, (_, n) => `${n % 7}\n`).join('') };

describe('long work', () => {
  it.each([
    ['decode', ['long.npy', '--beam', '5']],
    ['force', ['long.npy', '1 2']],
    ['search', ['query.csv', 'song.csv']],
  ])('%s shows a bar on a terminal, takes it away, and shows none with --json or --quiet', async (name, args) => {
    for (const [silencer, shown] of [[[], true] as const, [['--quiet'], false] as const, [['--json'], false] as const]) {
      const world = createWorld(all, 80);
      let now = 0;
      expect(await run([name, ...args, ...silencer], { ...world.environment, now: () => (now += 1000) })).toBe(0);
      expect(world.stderr().includes(`\r${name} █`), silencer.join('')).toBe(shown);
      if (shown) expect(world.stderr()).toMatch(/\r +\r$/);
      else expect(world.stderr()).toBe('');
    }
  });
});
