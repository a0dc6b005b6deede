import { describe, expect, it } from 'vitest';
import { parseGpuOptions } from '../../src/gpu/options.ts';

describe('parseGpuOptions', () => {
  it('has defaults, with fewer rounds for small sizes', () => {
    expect(parseGpuOptions([])).toEqual({
      small: false,
      only: '',
      json: undefined,
      peers: undefined,
      peerCases: undefined,
      rounds: 20,
      seed: 1,
    });
    expect(parseGpuOptions(['--small'])).toMatchObject({ small: true, rounds: 3 });
  });

  it('reads what is given', () => {
    expect(parseGpuOptions(['--only', 'ctc', '--rounds', '7', '--seed', '2', '--json', 'a.json', '--peers', 'b.json'])).toMatchObject({
      small: false,
      only: 'ctc',
      json: 'a.json',
      peers: 'b.json',
      rounds: 7,
      seed: 2,
    });
    expect(parseGpuOptions(['--help'])).toBe('help');
  });

  it('refuses what it does not know', () => {
    expect(() => parseGpuOptions(['--rounds', 'many'])).toThrow("--rounds is 'many', not a whole number of at least 1");
    expect(() => parseGpuOptions(['--large'])).toThrow(/Unknown option '--large'/);
  });
});
