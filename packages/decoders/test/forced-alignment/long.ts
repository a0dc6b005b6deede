/**
 * One hour of frames against 10,000 labels, once; not a test. Prints the time and the most memory that the process ever had.
 *
 *     node --conditions=@rubato/source packages/decoders/test/forced-alignment/long.ts [FRAMES] [LABELS] [MAX_BYTES]
 */
import { openCpu } from '@rubato/backend-cpu';
import { forceAlign } from '@rubato/decoders';
import { randomCtc } from './random-ctc.ts';

const [frames, length, maxBytes] = [90_000, 10_000, 2 ** 29].map((fallback, i) => Number(process.argv[2 + i] ?? fallback));
const { posteriors, parameterization, labels } = randomCtc(1, frames, length, 32);
const megabytes = (): string => `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`;
const begin = performance.now();
const seconds = (): string => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
const say = (text: string): void => void process.stdout.write(`${text}\n`);
say(`${frames} frames, ${length} labels, at most ${maxBytes} bytes; before: ${megabytes()}`);

let tenth = 0;
const [item] = await forceAlign(posteriors, {
  backend: openCpu(),
  parameterization,
  blank: 0,
  maxBytes,
  onProgress: ({ done, total }) => {
    if ((10 * done) / total < tenth + 1) return;
    tenth = Math.floor((10 * done) / total);
    say(`${10 * tenth} %: ${seconds()}, at most ${megabytes()}`);
  },
});
if (item.status !== 'aligned') throw new Error(item.reason);
// Each label sounds in the first two fifths of its share of the frames.
const right = item.tokens.filter(({ startFrame }, l) => Math.abs(startFrame - (l * frames) / labels.length) <= 2).length;
const mean = item.tokens.reduce((sum, { posterior }) => sum + posterior!.confidence, 0) / length;
say(`${seconds()}, at most ${megabytes()}; log-probability ${item.logProbability}, of the best path ${item.pathLogProbability}`);
say(`${right} of ${length} labels begin within 2 frames of their place; mean confidence ${mean.toFixed(4)}`);
