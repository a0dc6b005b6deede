import { InvalidArgumentError } from '@rubato/core';
import type { Configuration } from '../losses/configurations.ts';
import { checkConfiguration } from '../losses/configurations.ts';
import { checkNumbers, readArray } from './read-file.ts';
import { PITCH_CLASSES } from './theme.ts';
import type { Theme } from './theme.ts';

/**
 * The stored posteriors of a published network for a theme, [frames, 12] without the blank or [frames, 13] with it, which is the last.
 *
 * @param folder a folder like `../shared/data/mtd`; it has those of CTC-A and SDTW-E-W
 * @throws InvalidArgumentError where there are none; FileFormatError where they are malformed or no probabilities
 */
export function readPosteriors(folder: string, theme: Theme, configuration: Configuration, classes: 12 | 13): Float32Array {
  checkConfiguration('configuration', configuration);
  if (classes !== PITCH_CLASSES && classes !== PITCH_CLASSES + 1) {
    throw new InvalidArgumentError({ argument: 'classes', found: String(classes), expected: '12, or 13 with the blank' });
  }
  const path = `posteriors/${theme.name}__${configuration}__prob${classes}.npy`;
  const { data } = readArray(folder, path, { dtype: 'float32', shape: [theme.frames, classes] });
  checkNumbers(path, data, (value) => value >= 0 && value <= 1, 'a probability from 0 to 1');
  return data;
}
