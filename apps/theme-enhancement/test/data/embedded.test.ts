import { describe, expect, it } from 'vitest';
import { embeddedData } from '../../src/data/embedded.ts';
import { classesOf } from '../../src/data/targets.ts';

const sizes = { training: 6, validation: 3, test: 3 };
const data = embeddedData(1, sizes);
const all = [...data.training, ...data.validation, ...data.test];

describe('synthesised themes', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(embeddedData(1, sizes)).toEqual(data);
    expect(embeddedData(2, sizes).training[0].labels).not.toEqual(data.training[0].labels);
  });

  it('are not too many, nor none', () => {
    expect(() => embeddedData(1, { ...sizes, training: 10_001 })).toThrow(
      'sizes.training is 10001; expected a whole number from 1 to 10000',
    );
    expect(() => embeddedData(1, { ...sizes, test: 0 })).toThrow('sizes.test is 0');
  });

  it('are in one set only', () => {
    const melodies = all.map(({ labels, frames }) => `${frames}: ${labels.join(' ')}`);
    expect(new Set(melodies).size).toBe(all.length);
  });

  it('have every note in their strong targets, and frames as the data set says', () => {
    const perFrame = data.frameShape[0] * data.frameShape[1];
    for (const { labels, strong, weak, inputs, frames } of all) {
      expect(inputs).toHaveLength(frames * perFrame);
      expect(strong).toHaveLength(frames * 12);
      expect(inputs.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      const merged = [...labels].filter((label, k) => k === 0 || label !== labels[k - 1]);
      const sounding = [...classesOf(weak)].filter((label) => label >= 0);
      expect(sounding.filter((label, k) => k === 0 || label !== sounding[k - 1])).toEqual(merged);
      expect(frames).toBeGreaterThan(2 * labels.length);
    }
  });
});
