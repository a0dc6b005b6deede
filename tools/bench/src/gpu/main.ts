import { readFileSync, writeFileSync } from 'node:fs';
import { fullCases, smallCases } from './gpu-cases.ts';
import { gpuMarkdown } from './gpu-markdown.ts';
import type { GpuPeers, GpuReport } from './gpu-report.ts';
import { openGpu } from './open-gpu.ts';
import type { GpuBenchOptions } from './options.ts';
import { parseGpuOptions, USAGE } from './options.ts';
import { peerCases } from './peer-cases.ts';
import { fullProbes, smallProbes } from './probes.ts';
import { runGpuBench } from './run-gpu-bench.ts';

/** Exit codes: for a wrong command line, and where there is no adapter (tools/scripts/bench-gpu.ts tries another then). */
const MISUSED = 2;
const NO_ADAPTER = 3;

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
  if (typeof opened === 'string') return complain(opened, NO_ADAPTER);
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

function complain(text: string, code: number = MISUSED): number {
  console.error(text);
  return code;
}
