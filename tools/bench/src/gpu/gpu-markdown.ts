import type { BenchCase } from '../cases/bench-case.ts';
import { digits, megabytes, table, times } from '../report/table.ts';
import type { Rates } from './floors.ts';
import { paperMilliseconds } from './gpu-cases.ts';
import type { GpuPeers, GpuReport, GpuResult, WayResult } from './gpu-report.ts';

/** The report as Markdown. */
export function gpuMarkdown(report: GpuReport): string {
  const { date, commit, node, adapter, software, timestamps, rounds, seed, rates, results, failed, peers } = report;
  const facts = [
    `adapter: ${adapter}`,
    ...(software ? ['This device computes in software: its times say nothing about graphics processors.'] : []),
    `${date}, commit ${commit}, Node ${node}, medians of ${rounds} solves, seed ${seed}`,
    `time stamps on the device: ${timestamps ? 'yes' : 'no, so that there are no stages, and the probes go by the clock on the wall'}`,
  ];
  if (peers !== undefined) facts.push(`beside torch ${peers.torch} on ${peers.device}: its own CTC loss, and dDTW by anti-diagonals`);
  const failures = Object.entries(failed).map(([name, reason]) => `- ${name}: ${reason}`);
  return [
    facts.join('\n'),
    rateTable(rates),
    caseTable(results, peers),
    floorTable(results),
    ...(timestamps ? [stageTable(results)] : []),
    ...(failures.length > 0 ? [`Not measured:\n${failures.join('\n')}`] : []),
  ].join('\n\n');
}

function rateTable({ copyBytesPerSecond, barrierSeconds, exchangeSeconds, dispatchSeconds }: Rates): string {
  return table(
    ['measured on this device', ''],
    [
      ['a copy, read and written, GB/s', digits(copyBytesPerSecond / 1e9)],
      ['a barrier, ns', digits(1e9 * barrierSeconds)],
      ['a barrier with an exchange, ns', digits(1e9 * exchangeSeconds)],
      ['a dispatch after another, µs', digits(1e6 * dispatchSeconds)],
    ],
  );
}

function caseTable(results: readonly GpuResult[], peers: GpuPeers | undefined): string {
  const peer = (name: string): GpuPeers['results'][number] | undefined => peers?.results.find((found) => found.name === name);
  return table(
    [
      'value and gradient',
      'solve, ms',
      'submit, ms',
      'on the device, ms',
      'torch, ms',
      "the paper's dDTW, ms",
      'buffers, MB',
      'torch, MB',
      'value off by',
      'gradient off by',
    ],
    results.map(({ benchCase, solve, submit, difference }) => [
      titleOf(benchCase),
      digits(solve.milliseconds.median),
      digits(submit.milliseconds.median),
      digits(submit.span ?? NaN),
      digits(peer(benchCase.name)?.milliseconds ?? NaN),
      digits(paperMilliseconds(benchCase) ?? NaN),
      megabytes(submit.deviceBytes),
      megabytes(peer(benchCase.name)?.bytes ?? NaN),
      difference.value.toExponential(1),
      difference.gradient.toExponential(1),
    ]),
  );
}

function floorTable(results: readonly GpuResult[]): string {
  return table(
    [
      'floors',
      'in and out, ms',
      'two sweeps, ms',
      "the kernel's barriers, ms",
      'on the device, ms',
      'of the higher floor',
      'a barrier a level, ms',
    ],
    results.map(({ benchCase, floors, submit }) => {
      const { least, sweeps, kernel, levels } = floors;
      const highest = Math.max(sweeps, kernel ?? 0);
      return [
        titleOf(benchCase),
        small(least),
        small(sweeps),
        kernel === undefined ? '' : small(kernel),
        digits(submit.span ?? NaN),
        submit.span === undefined ? '' : times(submit.span / highest),
        small(levels),
      ];
    }),
  );
}

const titleOf = ({ name, batch }: BenchCase): string => `${name}, B = ${batch}`;

/** Floors are small: three digits that count, wherever they stand. */
const small = (milliseconds: number): string => milliseconds.toPrecision(3);

function stageTable(results: readonly GpuResult[]): string {
  const rows = results.flatMap((result) =>
    (['solve', 'submit'] as const).flatMap((way) => {
      const { stages = [], missedPasses = 0 }: WayResult = result[way];
      const total = stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
      const missed = missedPasses > 0 ? [[result.benchCase.name, way, `(${missedPasses} passes not timed)`, '', '']] : [];
      return [
        ...stages.map(({ label, milliseconds }) => [
          result.benchCase.name,
          way,
          label,
          milliseconds.toFixed(3),
          `${Math.round((100 * milliseconds) / total)} %`,
        ]),
        ...missed,
      ];
    }),
  );
  return table(['case', 'way', 'stage', 'ms', 'share'], rows, 3);
}
