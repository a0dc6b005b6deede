import { afterEach, describe, expect, it, vi } from 'vitest';
import { availableBytes } from '../../src/backend/available-bytes.ts';

describe('availableBytes', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is what Node reports', () => {
    vi.stubGlobal('process', { availableMemory: () => 12345 });
    expect(availableBytes()).toBe(12345);
  });

  it('is Infinity where nobody tells', () => {
    for (const process of [undefined, {}]) {
      vi.stubGlobal('process', process);
      expect(availableBytes()).toBe(Infinity);
    }
  });
});
