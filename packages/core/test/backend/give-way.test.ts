import { describe, expect, it } from 'vitest';
import { giveWay } from '../../src/backend/give-way.ts';

describe('giveWay', () => {
  it('lets timers run', async () => {
    let ticks = 0;
    const timer = setInterval(() => void ticks++, 1);
    const end = performance.now() + 200;
    while (performance.now() < end) await giveWay();
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
});
