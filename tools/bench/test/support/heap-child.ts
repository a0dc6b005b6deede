import type { BenchCase } from '../../src/cases/bench-case.ts';
import { makeTask, requestOf } from '../../src/cases/task.ts';
import { openOurs } from './open-ours.ts';

/*
 * Run by Node itself, with a young generation so large that nothing is collected while a solve runs: then the growth of the heap is
 * what the solve put there. Arguments: the name of a contender, cases as JSON. Prints the bytes of each, the least of many runs: code that is not compiled
 * yet boxes every number. The cases take turns, since code is compiled for what it has seen.
 */
const RUNS = 80;

const contender = await openOurs(process.argv[2]);
const solves = (JSON.parse(process.argv[3]) as BenchCase[]).map((benchCase) => {
  const { problem } = makeTask(benchCase, 1);
  const request = requestOf(benchCase);
  return () => void contender.solve(problem, request);
});
const least = solves.map(() => Infinity);
for (let run = 0; run < RUNS; run++) {
  solves.forEach((solve, i) => {
    const before = process.memoryUsage().heapUsed;
    solve();
    const grown = process.memoryUsage().heapUsed - before;
    // Less than before: the garbage was collected meanwhile, and the number says nothing.
    if (grown >= 0) least[i] = Math.min(least[i], grown);
  });
}
process.stdout.write(JSON.stringify(least));
await contender.close();
