import type { OpenedWebGpu } from '@rubato/backend-webgpu';
import { normaliseProblem } from '@rubato/core';
import type { BenchCase } from '../cases/bench-case.ts';
import { makeInput } from '../cases/make-input.ts';
import { makeTask, requestOf } from '../cases/task.ts';
import type { BackendContender } from '../contenders/backend-contender.ts';
import type { Answer } from '../contenders/contender.ts';
import { isAbsent } from '../contenders/contender.ts';
import { compareAnswers } from '../measure/compare.ts';
import { spreadOf } from '../measure/quantiles.ts';
import type { CountedBuffers } from './counted-buffers.ts';
import { BufferUsage } from './flags.ts';
import type { Rates } from './floors.ts';
import { floorsOf, stripSizeOf, workOf } from './floors.ts';
import type { GpuResult, Stage, WayResult } from './gpu-report.ts';
import type { StageTimer } from './stage-timer.ts';

/** Everything that measuring needs beside the case. */
export interface GpuBench {
  readonly backend: OpenedWebGpu;
  /** The same, as something to compare. */
  readonly contender: BackendContender;
  /** Whose answers are taken for right. */
  readonly reference: BackendContender;
  readonly buffers: CountedBuffers;
  readonly timer: StageTimer | undefined;
  readonly rates: Rates;
  readonly rounds: number;
  readonly seed: number;
}

/** Runs before anything is measured. */
const WARM = 2;

/**
 * Measures value and gradient of a case, after its answers have been compared with the CPU's.
 *
 * @throws Error where they differ
 */
export async function measureGpuCase(benchCase: BenchCase, bench: GpuBench): Promise<GpuResult> {
  const { backend, contender, reference, seed } = bench;
  const task = makeTask(benchCase, seed);
  const entries = [await contender.enter(task), await reference.enter(task)];
  const [answer, expected] = await Promise.all(entries.map((entry) => (isAbsent(entry) ? absent(entry.absent) : entry.answer())));
  const difference = compareAnswers(answer, expected, contender.tolerance);
  const request = requestOf(benchCase);
  const solve = await measureWay(bench, async () => void (await backend.solve(task.problem, request)));
  const submit = await measureSubmit(benchCase, bench, expected);
  const size = submit.stages?.map(({ label }) => stripSizeOf(label)).find((found) => found !== undefined);
  const work = workOf(benchCase, size);
  return { benchCase, work, floors: floorsOf(work, bench.rates), difference, solve, submit };
}

function absent(reason: string): never {
  throw new Error(reason);
}

/** The same from a cost on the device to a gradient on the device. */
async function measureSubmit(benchCase: BenchCase, bench: GpuBench, expected: Answer): Promise<WayResult> {
  const { backend, seed } = bench;
  const { device } = backend;
  const { input } = makeInput(benchCase, seed);
  const { cost } = input;
  if (cost.kind !== 'dense' && cost.kind !== 'gathered') throw new Error(`no case has a cost of kind ${cost.kind} on the device`);
  const numbers = (cost.kind === 'dense' ? cost.data : cost.values) as Float32Array<ArrayBuffer>;
  const buffer = device.createBuffer({ label: 'bench cost', size: numbers.byteLength, usage: BufferUsage.STORAGE | BufferUsage.COPY_DST });
  try {
    device.queue.writeBuffer(buffer, 0, numbers);
    const onDevice =
      cost.kind === 'dense'
        ? backend.denseCost({ data: buffer, shape: cost.shape })
        : backend.gatheredCost({ values: buffer, shape: cost.shape, classes: cost.classes, index: cost.index });
    const problem = normaliseProblem({ ...input, cost: onDevice });
    const request = cost.kind === 'dense' ? { gradient: true } : { inputGradient: true };
    await backend.prepare(problem, request);
    const first = backend.submit(problem, request);
    await first.errors;
    const { gradient, inputGradient } = first;
    // A buffer may be longer than what it holds.
    const read = async (part: GPUBuffer, count: number): Promise<Float32Array> => (await backend.read(part)).subarray(0, count);
    const byCost = inputGradient?.kind === 'gathered' ? inputGradient.values : gradient!;
    const answer = {
      values: await read(first.values, expected.values.length),
      gradient: await read(byCost, expected.gradient!.length),
    };
    first.dispose();
    compareAnswers(answer, expected, bench.contender.tolerance);
    return await measureWay(bench, async () => {
      const solution = backend.submit(problem, request);
      await device.queue.onSubmittedWorkDone();
      solution.dispose();
    });
  } finally {
    buffer.destroy();
  }
}

async function measureWay({ buffers, timer, rounds }: GpuBench, run: () => Promise<void>): Promise<WayResult> {
  for (let round = 0; round < WARM; round++) await run();
  const before = buffers.bytes;
  buffers.restart();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const result = { milliseconds: spreadOf(times), deviceBytes: buffers.peak - before };
  return timer === undefined ? result : { ...result, ...(await measureStages(timer, rounds, run)) };
}

async function measureStages(
  timer: StageTimer,
  rounds: number,
  run: () => Promise<void>,
): Promise<Required<Pick<WayResult, 'stages' | 'span' | 'missedPasses'>>> {
  const times = new Map<string, number[]>();
  const spans: number[] = [];
  let missedPasses = 0;
  for (let round = 0; round < rounds; round++) {
    const { stages, span, missed } = await timer.time(run);
    for (const [label, milliseconds] of stages) times.set(label, [...(times.get(label) ?? []), milliseconds]);
    spans.push(span);
    missedPasses = Math.max(missedPasses, missed);
  }
  const stages = [...times].map(([label, found]): Stage => ({ label, milliseconds: spreadOf(found).median }));
  return { stages, span: spreadOf(spans).median, missedPasses };
}
