import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { useSoftwareDevice } from '../../../scripts/software-device.ts';
import { fullCases, smallCases } from './gpu-cases.ts';
import { gpuMarkdown } from './gpu-markdown.ts';
import type { GpuPeers, GpuReport } from './gpu-report.ts';
import { openGpu } from './open-gpu.ts';
import type { GpuBenchOptions } from './options.ts';
import { parseGpuOptions, USAGE } from './options.ts';
import { peerCases } from './peer-cases.ts';
import { fullProbes, smallProbes } from './probes.ts';
import { runGpuBench } from './run-gpu-bench.ts';

/** Set for the second try, with the device in software. */
const RETRIED = 'RUBATO_BENCH_SOFTWARE';

process.exitCode = await main();

async function main(): Promise<number> {
  const options = parse();
  if (typeof options === 'number') return options;
  const chosen = (options.small ? smallCases : fullCases).filter(({ name }) => name.includes(options.only));
  if (chosen.length === 0) return complain(`no case has '${options.only}' in its name`);
  if (options.peerCases !== undefined) {
    writeFileSync(options.peerCases, JSON.stringify(peerCases(chosen)));
    return 0;
  }
  const opened = await openGpu();
  if (typeof opened === 'string') return again(opened);
  if (opened.software && !options.small) console.error('The adapter computes in software: --small takes sizes that it gets through.');
  const run = { cases: chosen, probes: options.small ? smallProbes : fullProbes, rounds: options.rounds, seed: options.seed };
  const peers = options.peers === undefined ? {} : { peers: JSON.parse(readFileSync(options.peers, 'utf8')) as GpuPeers };
  const report: GpuReport = { ...(await runGpuBench(opened, run, (line) => console.error(line))), ...peers };
  console.log(gpuMarkdown(report));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
  opened.device.destroy();
  return Object.keys(report.failed).length > 0 ? 1 : 0;
}

function parse(): GpuBenchOptions | number {
  try {
    const options = parseGpuOptions(process.argv.slice(2));
    if (options !== 'help') return options;
    console.log(USAGE);
    return 0;
  } catch (error) {
    return complain(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function complain(text: string): number {
  console.error(text);
  return 2;
}

/** Without an adapter: once more in a process that finds the device in software, where there is one. */
function again(reason: string): number {
  if (process.env[RETRIED] !== undefined) return complain(reason);
  const environment: Record<string, string | undefined> = { ...process.env, [RETRIED]: '1' };
  useSoftwareDevice(environment);
  if (environment['VK_ICD_FILENAMES'] === process.env['VK_ICD_FILENAMES']) return complain(reason);
  console.error(`${reason}: the device in software is taken`);
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { env: environment, stdio: 'inherit' });
  return status ?? 1;
}
