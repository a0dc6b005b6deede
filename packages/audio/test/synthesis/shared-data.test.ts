import { expect, it } from 'vitest';
import { chroma, readMidi, synthesise } from '../../src/index.ts';
import type { Note, TimbreName } from '../../src/index.ts';
import { describeShared, sharedBytes } from '../support/shared.ts';

/** The pitch classes that sound at each frame's centre, `[frames, 12]`. */
function soundingClasses(notes: readonly Note[], times: Float64Array): Float64Array {
  const classes = new Float64Array(times.length * 12);
  for (const { start, end, pitch } of notes) {
    times.forEach((time, k) => {
      if (start <= time && time < end) classes[k * 12 + (pitch % 12)] = 1;
    });
  }
  return classes;
}

/** The mean cosine of frames, the second sequence `shift` frames later. */
function similarity(a: ArrayLike<number>, b: ArrayLike<number>, frames: number, shift: number): number {
  let sum = 0;
  let count = 0;
  for (let k = 0; k + shift < frames; k++) {
    let [product, left, right] = [0, 0, 0];
    for (let c = 0; c < 12; c++) {
      const [x, y] = [a[k * 12 + c], b[(k + shift) * 12 + c]];
      product += x * y;
      left += x * x;
      right += y * y;
    }
    if (left === 0 || right === 0) continue;
    sum += product / Math.sqrt(left * right);
    count++;
  }
  return sum / count;
}

describeShared('asap', () => {
  it.each(['piano', 'organ'] as const satisfies readonly TimbreName[])('chroma of a fugue on the %s is that of its notes', (timbre) => {
    const all = readMidi(sharedBytes('asap/Fugue/bwv_893/Wong01M.mid'), { sustain: true }).notes;
    const notes = all.filter(({ start }) => start < 30);
    const { data, frames, times } = chroma(synthesise(notes, { timbre }), { source: 'constant-q', exponent: 1, longestWindow: 0.2 });
    const classes = soundingClasses(notes, times);
    const together = similarity(classes, data, frames, 0);
    expect(together).toBeGreaterThan(0.65);
    expect(similarity(classes, data, frames, 20)).toBeLessThan(together - 0.2);
  });
});
