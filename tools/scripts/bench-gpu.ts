// `pnpm bench:gpu [options]`: the GPU bench on the machine's adapter; where there is none, on the device in software that comes with Chromium.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { useSoftwareDevice } from './software-device.ts';

/** What the bench ends with where it finds no adapter. */
const NO_ADAPTER = 3;

const bench = fileURLToPath(new URL('../bench/src/gpu/main.ts', import.meta.url));

function run(environment: NodeJS.ProcessEnv): number {
  const { status } = spawnSync(process.execPath, ['--conditions=@rubato/source', bench, ...process.argv.slice(2)], {
    env: environment,
    stdio: 'inherit',
  });
  return status ?? 1;
}

let status = run(process.env);
if (status === NO_ADAPTER) {
  const environment = { ...process.env };
  useSoftwareDevice(environment);
  if (environment['VK_ICD_FILENAMES'] !== process.env['VK_ICD_FILENAMES']) {
    console.error('The device in software is taken.');
    status = run(environment);
  }
}
process.exitCode = status;
