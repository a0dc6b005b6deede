import { readFileSync } from 'node:fs';
import { normaliseProblem, openBackend, solve } from 'rubato';
import { readNpy, transpose } from '../support/npy.ts';

/*
 * Run by Node itself, so that the peak of memory is that of an alignment and of nothing else. Arguments: a backend, two .npy files of
 * features with frames in columns. Prints the path and the peak resident set in bytes.
 */
const [x, y] = process.argv.slice(3, 5).map((path) => transpose(readNpy(readFileSync(path))));
const cost = {
  kind: 'features',
  x: x.data,
  y: y.data,
  shape: [x.shape[0], y.shape[0]],
  dimension: 12,
  localCost: { name: 'innerProduct', parameters: { offset: 2 } },
} as const;
const problem = normaliseProblem({
  cost,
  steps: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
  minimum: 'hardmin',
});
const { paths, values } = await solve(problem, await openBackend(process.argv[2]), { path: true });
process.stdout.write(JSON.stringify({ path: Array.from(paths![0]), value: values[0], peakBytes: process.resourceUsage().maxRSS * 1024 }));
