import { readSafetensors, writeSafetensors } from '@rubato/io';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../files/write-whole.ts';

/** Features of both sides of a slice. */
export interface FeatureArrays {
  readonly score: Float32Array;
  readonly performance: Float32Array;
}

/** Features by a text that says all they depend on: from a file, else made and kept. */
export type FeatureCache = (key: string, make: () => FeatureArrays) => FeatureArrays;

/** A cache of one file for each key; a file that is broken is made anew, and files of other keys are left alone. */
export function featureCache(folder: string): FeatureCache {
  return (key, make) => {
    const digest = createHash('sha256').update(key).digest('hex');
    const path = join(folder, `${digest.slice(0, 24)}.safetensors`);
    const found = read(path, digest);
    if (found !== undefined) return found;
    const { score, performance } = make();
    const tensors = new Map(
      Object.entries({ score, performance }).map(([name, data]) => [name, { dtype: 'float32' as const, shape: [data.length], data }]),
    );
    writeWhole(path, writeSafetensors(tensors, { metadata: { key: digest } }));
    return { score, performance };
  };
}

function read(path: string, digest: string): FeatureArrays | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { tensors, metadata } = readSafetensors(readFileSync(path));
    const [score, performance] = ['score', 'performance'].map((name) => tensors.get(name)?.data);
    if (metadata.get('key') !== digest || !(score instanceof Float32Array) || !(performance instanceof Float32Array)) return undefined;
    return { score, performance };
  } catch {
    return undefined;
  }
}
