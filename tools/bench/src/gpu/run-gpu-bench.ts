import { openCpu } from '@rubato/backend-cpu';
import { openWebGpu } from '@rubato/backend-webgpu';
import { isUnavailable } from '@rubato/core';
import type { BenchCase } from '../cases/bench-case.ts';
import { BackendContender } from '../contenders/backend-contender.ts';
import { commit } from '../report/environment.ts';
import { CountedBuffers } from './counted-buffers.ts';
import type { GpuReport, GpuResult } from './gpu-report.ts';
import { measureGpuCase } from './measure-gpu-case.ts';
import type { BenchDevice } from './open-gpu.ts';
import type { ProbeSize } from './probes.ts';
import { measureRates } from './probes.ts';
import { StageTimer } from './stage-timer.ts';

/** What is run. */
export interface GpuRun {
  readonly cases: readonly BenchCase[];
  readonly probes: ProbeSize;
  readonly rounds: number;
  readonly seed: number;
}

/** Measures the device, then the cases on it. */
export async function runGpuBench(opened: BenchDevice, run: GpuRun, progress: (line: string) => void): Promise<GpuReport> {
  const { device, description, software, timestamps } = opened;
  progress('what the device does at best');
  const rates = await measureRates(opened, run.probes);
  const timer = timestamps ? new StageTimer(device) : undefined;
  const buffers = new CountedBuffers(device);
  const backend = await openWebGpu({ device });
  if (isUnavailable(backend)) throw new Error(backend.reason);
  const contender = new BackendContender('webgpu', 'webgpu', 1, false, backend);
  const reference = new BackendContender('cpu', 'cpu', 1, false, openCpu());
  const results: GpuResult[] = [];
  const failed: Record<string, string> = {};
  const { rounds, seed } = run;
  try {
    for (const [index, benchCase] of run.cases.entries()) {
      progress(`${index + 1} of ${run.cases.length}: ${benchCase.name}`);
      try {
        results.push(await measureGpuCase(benchCase, { backend, contender, reference, buffers, timer, rates, rounds, seed }));
      } catch (error) {
        failed[benchCase.name] = (error as Error).message;
        progress(`  not measured: ${(error as Error).message}`);
      }
    }
  } finally {
    await contender.close();
    await reference.close();
    timer?.dispose();
  }
  return {
    rubatoGpuBench: 1,
    date: new Date().toISOString().slice(0, 10),
    commit: process.env['RUBATO_COMMIT'] ?? commit(),
    node: process.version,
    adapter: description,
    software,
    timestamps,
    rounds,
    seed,
    rates,
    results,
    failed,
  };
}
