import { FileFormatError } from '@rubato/io';
import { checkNumbers, readArray, readBytes } from './read-file.ts';
import type { Theme, ThemeRole } from './theme.ts';
import { BINS, HARMONICS, PITCH_CLASSES } from './theme.ts';

const roles: readonly ThemeRole[] = ['train', 'validation', 'test'];

/**
 * The themes of a folder like `../shared/data/mtd`, in the order of its `reference.json`.
 *
 * Magnitudes must be finite and not negative, targets 0 or 1 with one class per row at most, labels pitch classes.
 * Source of the data: Zeitler & Müller, IEEE/ACM TASLPRO 34, 2026, and its repository; the folder's README has the rest.
 *
 * @param folder where `reference.json`, `hcqt`, `strong_targets`, `weak_targets` and `ctc_targets` are
 * @throws InvalidArgumentError where the folder has no such file; FileFormatError naming the file that is malformed
 */
export function readThemes(folder: string): Theme[] {
  return readRoles(folder).map(([name, role]) => readTheme(folder, name, role));
}

function readRoles(folder: string): [name: string, role: ThemeRole][] {
  const themes = themesOf(new TextDecoder().decode(readBytes(folder, 'reference.json')));
  return Object.entries(themes).map(([id, theme]) => {
    const { file, role } = (theme ?? {}) as { readonly file?: unknown; readonly role?: unknown };
    const fail = (problem: string): never => {
      throw new FileFormatError('json', `reference.json: ${id} ${problem}`);
    };
    // It becomes part of paths.
    const [, name] = (typeof file === 'string' ? /^(\w[\w-]*)\.npy$/.exec(file) : undefined) ?? fail('names no file like "NAME.npy"');
    return [name, roles.find((known) => known === role) ?? fail(`has no role of ${roles.join(', ')}`)];
  });
}

function themesOf(text: string): object {
  let themes: unknown;
  try {
    themes = (JSON.parse(text) as { readonly themes?: unknown } | null)?.themes;
  } catch (cause) {
    throw new FileFormatError('json', 'reference.json is no JSON', undefined, cause);
  }
  if (typeof themes === 'object' && themes !== null) return themes;
  throw new FileFormatError('json', 'reference.json has no themes');
}

function readTheme(folder: string, name: string, role: ThemeRole): Theme {
  const hcqtPath = `hcqt/${name}.npy`;
  const hcqt = readArray(folder, hcqtPath, { dtype: 'float32', shape: [undefined, BINS, HARMONICS] });
  checkNumbers(hcqtPath, hcqt.data, (value) => value >= 0 && value < Infinity, 'a magnitude: 0 or more, and finite');
  const frames = hcqt.shape[0];
  const labelPath = `ctc_targets/${name}.npy`;
  const labels = readArray(folder, labelPath, { dtype: 'int32', shape: [undefined] });
  checkNumbers(labelPath, labels.data, (label) => label >= 0 && label < PITCH_CLASSES, `a pitch class from 0 to ${PITCH_CLASSES - 1}`);
  const strong = readRows(folder, `strong_targets/${name}.npy`, frames);
  const weak = readRows(folder, `weak_targets/${name}.npy`, undefined);
  return { name, role, frames, hcqt: hcqt.data, strong, weak, labels: labels.data };
}

/** Rows of one pitch class, or of none. */
function readRows(folder: string, path: string, count: number | undefined): Float32Array {
  const { data, shape } = readArray(folder, path, { dtype: 'float32', shape: [count, PITCH_CLASSES] });
  checkNumbers(path, data, (value) => value === 0 || value === 1, '0 or 1');
  for (let row = 0; row < shape[0]; row++) {
    let classes = 0;
    for (let k = 0; k < PITCH_CLASSES; k++) classes += data[row * PITCH_CLASSES + k];
    if (classes > 1) throw new FileFormatError('npy', `${path}: row ${row} has ${classes} pitch classes; expected one at most`);
  }
  return data;
}
