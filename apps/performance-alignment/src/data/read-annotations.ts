import { FileFormatError } from '@rubato/io';
import { readFileSync } from 'node:fs';

/**
 * The beats of an annotation file: lines of start, end and label, tab-separated. Beats that could not be placed (label `bR`) are undefined.
 *
 * @throws FileFormatError naming the first line that is none
 */
export function readAnnotations(path: string): (number | undefined)[] {
  const lines = readFileSync(path, 'utf8').trimEnd().split(/\r?\n/);
  return lines.map((line, k) => {
    const [start, , label] = line.split('\t');
    const seconds = Number(start);
    if (start === '' || !Number.isFinite(seconds) || seconds < 0 || label === undefined) {
      throw new FileFormatError('csv', `${path}: line ${k + 1} is no beat: ${JSON.stringify(line.slice(0, 40))}`);
    }
    return label.startsWith('bR') ? undefined : seconds;
  });
}
