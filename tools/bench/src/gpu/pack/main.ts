import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commit } from '../../report/environment.ts';
import { fullCases } from '../gpu-cases.ts';
import { peerCases } from '../peer-cases.ts';
import { carryBench } from './carry.ts';

/** What travels to a lent machine has to stay below. */
const MOST_MEBIBYTES = 64;

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const kit = join(root, '.gpu');
const packer = join(root, '..', 'shared', 'tools', 'pack-gpu-kit.sh');

process.exitCode = main();

/** Packs Node, the package `webgpu`, Vulkan loaders and the bench into `.gpu`. The packages must have been built. */
function main(): number {
  if (!existsSync(packer)) {
    console.error('there is no ../shared/tools/pack-gpu-kit.sh, which packs Node, the package webgpu and the Vulkan loader');
    return 2;
  }
  execFileSync('bash', [packer], { cwd: root, stdio: 'inherit' });
  carryBench(root, join(kit, 'bench'));
  writeFileSync(join(kit, 'peer-cases.json'), JSON.stringify(peerCases(fullCases)));
  writeFileSync(join(kit, 'commit'), commit());
  copyFileSync(fileURLToPath(new URL('run.sh', import.meta.url)), join(kit, 'run.sh'));
  const mebibytes = Number(execFileSync('du', ['-sk', kit], { encoding: 'utf8' }).split('\t')[0]) / 1024;
  console.log(`.gpu holds ${mebibytes.toFixed(1)} MiB; on the machine with the GPU, as root: bash .gpu/run.sh`);
  if (mebibytes < MOST_MEBIBYTES) return 0;
  console.error(`that is more than ${MOST_MEBIBYTES} MiB`);
  return 1;
}
