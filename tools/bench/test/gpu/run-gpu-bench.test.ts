import { afterAll, describe, expect, it } from 'vitest';
import type { BenchCase } from '../../src/cases/bench-case.ts';
import { gpuMarkdown } from '../../src/gpu/gpu-markdown.ts';
import type { GpuReport } from '../../src/gpu/gpu-report.ts';
import { openGpu } from '../../src/gpu/open-gpu.ts';
import { runGpuBench } from '../../src/gpu/run-gpu-bench.ts';
import { checkWellFormed } from '../support/markdown-tables.ts';

const opened = await openGpu();
if (typeof opened === 'string' && (process.env['REQUIRE_BACKENDS'] ?? '').split(',').includes('webgpu')) {
  throw new Error(`a WebGPU device is required: ${opened}`);
}
afterAll(() => {
  if (typeof opened !== 'string') opened.device.destroy();
});

const tiny: readonly BenchCase[] = [
  { name: 'tiny soft-dtw', kind: 'soft-dtw', cost: 'dense', batch: 2, rows: 12, columns: 7 },
  { name: 'tiny ctc', kind: 'ctc', cost: 'gathered', batch: 2, rows: 12, columns: 7 },
];
const probes = { copyBytes: 2 ** 16, barriers: 20, dispatches: 3, rounds: 3 };

function checkReport(report: GpuReport): void {
  expect(report.failed).toEqual({});
  expect(report.results.map(({ benchCase }) => benchCase.name)).toEqual(['tiny soft-dtw', 'tiny ctc']);
  expect(report.rates.copyBytesPerSecond).toBeGreaterThan(0);
  expect(report.rates.dispatchSeconds).toBeGreaterThan(0);
  for (const { benchCase, work, solve, submit, difference } of report.results) {
    expect(difference.value).toBeLessThan(1e-5);
    expect(difference.gradient).toBeLessThan(1e-4);
    for (const { milliseconds, deviceBytes, stages, span, missedPasses } of [solve, submit]) {
      expect(milliseconds.lower).toBeLessThanOrEqual(milliseconds.median);
      expect(milliseconds.median).toBeGreaterThan(0);
      // Whatever the answer is computed with, the gradient stands on the device.
      expect(deviceBytes).toBeGreaterThanOrEqual(work.leastBytes / 2);
      if (!report.timestamps) continue;
      expect(missedPasses).toBe(0);
      expect(stages!.map(({ label }) => label).join(), benchCase.name).toMatch(/forward.*backward/);
      expect(span).toBeGreaterThan(0);
      expect(Math.max(...stages!.map(({ milliseconds: spent }) => spent))).toBeGreaterThan(0);
    }
  }
}

describe('the GPU bench', () => {
  it.skipIf(typeof opened === 'string')('runs from the device to the table', async () => {
    if (typeof opened === 'string') return;
    const lines: string[] = [];
    const report = await runGpuBench(opened, { cases: tiny, probes, rounds: 2, seed: 1 }, (line) => lines.push(line));
    checkReport(report);
    expect(lines).toEqual(['what the device does at best', '1 of 2: tiny soft-dtw', '2 of 2: tiny ctc']);
    const markdown = gpuMarkdown(report);
    checkWellFormed(markdown, report.timestamps ? 4 : 3);
    expect(markdown).toContain(`adapter: ${opened.description}`);
    expect(markdown).toContain('| tiny ctc, B = 2 |');
    const peers = { torch: '2.0', device: 'a device', differences: {}, results: [{ name: 'tiny ctc', milliseconds: 98.7, bytes: 12.3e6 }] };
    const beside = gpuMarkdown({ ...report, peers });
    checkWellFormed(beside, report.timestamps ? 4 : 3);
    expect(beside).toMatch(/\| tiny ctc, B = 2 \|.*\| 98\.7 \| {2}\|.*\| 12\.3 \|/);
    expect(gpuMarkdown({ ...report, failed: { 'a case': 'a reason' } })).toContain('Not measured:\n- a case: a reason');
  });

  it.skipIf(typeof opened === 'string')('says why a case was not measured, and goes on', async () => {
    if (typeof opened === 'string') return;
    // The bench hands over matrices and values by class, no features.
    const features: BenchCase = { name: 'from features', kind: 'soft-dtw', cost: 'features', batch: 1, rows: 4, columns: 4 };
    const report = await runGpuBench(opened, { cases: [features, tiny[0]], probes, rounds: 1, seed: 1 }, () => undefined);
    expect(report.failed).toEqual({ 'from features': 'no case has a cost of kind features on the device' });
    expect(report.results.map(({ benchCase }) => benchCase.name)).toEqual(['tiny soft-dtw']);
  });
});
