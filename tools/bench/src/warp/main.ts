import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAbsent } from '../contenders/contender.ts';
import { Affinity } from '../measure/affinity.ts';
import { parseOptions } from '../options.ts';
import { findPython } from '../python/find-python.ts';
import { readEnvironment } from '../report/environment.ts';
import { LatticeRunners } from './lattice-runners.ts';
import { NumbaWarp } from './numba-warp.ts';
import type { TransitionResult } from './run-transitions.ts';
import { runTransitions } from './run-transitions.ts';
import type { WarpResult } from './run-warps.ts';
import { runWarps } from './run-warps.ts';
import { transitionSizes, warpCases } from './warp-cases.ts';
import { warpPage } from './warp-page.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/warp-performance.md', import.meta.url));

const { rounds = 7, seed, only, quick, out, writeDocs } = parseOptions(process.argv);
const chosen = (name: string): boolean => only === undefined || name.includes(only);
const affinity = new Affinity();
const command = findPython(['numpy', 'numba']);
const numba = await NumbaWarp.open(command, affinity);
const lattices = new LatticeRunners();
await lattices.open(isAbsent(numba) ? undefined : command, affinity);
const transitions: TransitionResult[] = [];
const warps: WarpResult[] = [];
try {
  for (const size of transitionSizes.filter((each) => chosen(`transition ${each}`) && (quick !== true || each <= 256))) {
    console.error(`transition ${size}`);
    transitions.push(await runTransitions(size, { rounds, seconds: 2, warmSeconds: 0.5, seed }, affinity));
  }
  for (const warpCase of warpCases.filter(
    ({ length, quick: isQuick }) => chosen(`warp ${length}`) && (quick !== true || isQuick === true),
  )) {
    console.error(`warp ${warpCase.length}`);
    const runners = await lattices.enter(warpCase.length, seed);
    const options = { rounds, seconds: 3, warmSeconds: 1.2, seed };
    warps.push(await runWarps(warpCase, isAbsent(numba) ? undefined : numba, runners, options, affinity));
    for (const { entry } of runners) await entry.leave();
  }
} finally {
  if (!isAbsent(numba)) await numba.close();
  await lattices.close();
  affinity.release();
}
const absent = isAbsent(numba) ? [`The numba columns are left out: ${numba.absent}.`, ...lattices.absent] : lattices.absent;
const page = warpPage(transitions, warps, absent, readEnvironment(affinity.pins), { rounds, seed });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'warp.md'), page);
if (writeDocs === true) writeFileSync(PAGE, page);
console.log(page);
