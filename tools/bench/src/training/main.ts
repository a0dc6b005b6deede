import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { Affinity } from '../measure/affinity.ts';
import { runCase } from '../measure/run-case.ts';
import { parseOptions } from '../options.ts';
import { readEnvironment } from '../report/environment.ts';
import { openAll } from '../run-bench.ts';
import { tf } from './tensorflow.ts';
import { trainingCases } from './training-cases.ts';
import type { TensorBackend } from './training-contenders.ts';
import { trainingContenders } from './training-contenders.ts';
import type { TrainingRun } from './training-page.ts';
import { trainingPage } from './training-page.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/training-performance.md', import.meta.url));

const { rounds = 7, seed, only, quick, npmPeers, out, writeDocs } = parseOptions(process.argv);
const chosen = trainingCases.filter(({ name }, k) => (only === undefined || name.includes(only)) && (quick !== true || k === 0));
const progress = (line: string): void => console.error(line);
const affinity = new Affinity();
// A peer brings a tfjs of its own, which warns of each kernel that is there already.
tf.enableProdMode();
// One thread for all.
setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
setThreadsCount(1);

const runs = [await run('cpu'), await run('wasm')];
affinity.release();
const page = trainingPage(runs, readEnvironment(affinity.pins), rounds, seed);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'training.md'), page);
if (writeDocs === true) writeFileSync(PAGE, page);
console.log(page);

async function run(tensors: TensorBackend): Promise<TrainingRun> {
  await tf.setBackend(tensors);
  const { contenders, absent } = await openAll(trainingContenders(tensors, npmPeers), progress);
  try {
    const results = [];
    for (const trainingCase of chosen) {
      progress(`tfjs-${tensors}: ${trainingCase.name}`);
      results.push(await runCase(trainingCase, contenders, { rounds, seconds: 2, warmSeconds: 1.2, seed }, affinity));
    }
    return { tensors, contenders, absent, results };
  } finally {
    for (const contender of contenders) await contender.close();
  }
}
