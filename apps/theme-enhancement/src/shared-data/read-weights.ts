import type { Safetensors } from '@rubato/io';
import { readSafetensors } from '@rubato/io';
import type { Configuration } from '../losses/configurations.ts';
import { checkConfiguration } from '../losses/configurations.ts';
import { readBytes } from './read-file.ts';

/**
 * The published network trained under a configuration: its tensors by name, in PyTorch's layout. `loadWeights` puts them into a model.
 *
 * @param folder a folder like `../shared/data/mtd`
 * @throws InvalidArgumentError for an unknown configuration or where there is no such file; FileFormatError where it is malformed
 */
export function readWeights(folder: string, configuration: Configuration): Safetensors['tensors'] {
  checkConfiguration('configuration', configuration);
  return readSafetensors(readBytes(folder, `models/${configuration}.safetensors`)).tensors;
}
