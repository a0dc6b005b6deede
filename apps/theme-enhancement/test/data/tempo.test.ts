import { createRandom } from '@rubato/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawTempo } from '../../src/data/tempo.ts';

it('moves on at 90 to 130 beats a minute, up to 30 % slower or faster', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const tempo = drawTempo(createRandom(seed));
      expect(tempo(0)).toBe(0);
      for (let beat = 0; beat < 30; beat += 0.5) {
        const secondsPerBeat = (tempo(beat + 0.5) - tempo(beat)) / 0.5;
        expect(secondsPerBeat).toBeGreaterThan((60 / 130) * 0.7);
        expect(secondsPerBeat).toBeLessThan((60 / 90) * 1.3);
      }
    }),
  );
});
