import { digits, megabytes, table } from '../report/table.ts';
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

const HEAD = [
  'value and gradient',
  'solve, ms',
  'submit, ms',
  'submit on the device, ms',
  'buffers of submit, MB',
  'floor: in and out, ms',
  'floor: two sweeps, ms',
  'barriers, ms',
  'exchanges, ms',
  "the paper's dDTW, ms",
  'torch, ms',
  'torch, MB',
  'value off by',
  'gradient off by',
];

function caseTable(results: readonly GpuResult[], peers: GpuPeers | undefined): string {
  const peer = (name: string): GpuPeers['results'][number] | undefined => peers?.results.find((found) => found.name === name);
  return table(
    HEAD,
    results.map(({ benchCase, solve, submit, floors, difference }) => [
      `${benchCase.name}, B = ${benchCase.batch}`,
      digits(solve.milliseconds.median),
      digits(submit.milliseconds.median),
      digits(submit.span ?? NaN),
      megabytes(submit.deviceBytes),
      small(floors.least),
      small(floors.sweeps),
      small(floors.barriers),
      small(floors.exchanges),
      digits(paperMilliseconds(benchCase) ?? NaN),
      digits(peer(benchCase.name)?.milliseconds ?? NaN),
      megabytes(peer(benchCase.name)?.bytes ?? NaN),
      difference.value.toExponential(1),
      difference.gradient.toExponential(1),
    ]),
  );
}

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
