import type { CaseResult } from '../measure/run-case.ts';
import { limitTable, rateTable } from './limit-table.ts';
import { absentList, describeEnvironment } from './markdown.ts';
import { memoryTable } from './memory-table.ts';
import type { Report } from './report.ts';
import { detailTable, ratioTable, speedTable } from './speed-tables.ts';

/** The cases of Table VI, by kind: what the chart and the first tables show. */
export function tableViGroups({ results }: Report): { title: string; results: CaseResult[] }[] {
  const of = (kind: CaseResult['kind']): CaseResult[] => results.filter((result) => result.tableVi !== undefined && result.kind === kind);
  return [
    { title: 'Soft-DTW, 16 items', results: of('soft-dtw') },
    { title: 'CTC, 16 items', results: of('ctc') },
  ];
}

const ABOUT = `# Performance

This page is generated from one run of \`pnpm bench:peers --write-docs\`; no number in it was typed. Every contender solves the same problems, its
answers are compared with those of \`@rubato/backend-cpu\` before anything is timed, and the contenders then run in turn, round after round, so
that a slow moment of the machine hits them alike. Times are medians with quartiles; the ratios are those of medians, and beside them stand the
quartiles of the ratios of single rounds. Times drift with the machine, ratios less. A contender on one thread has one processor for all that it
does, its compiler and its garbage collector too.`;

const HOW_TO_RUN = `## How to run it

\`\`\`sh
npx pnpm bench                  # Rubato's backends and a textbook soft-DTW: a few minutes
npx pnpm bench --quick          # a few cases, three rounds, no memory: less than a minute
npx pnpm bench --only ctc       # the cases whose name contains this
npx pnpm bench --rounds 25      # more rounds for narrower quartiles
npx pnpm bench:peers            # beside the peers that this machine has
npx pnpm bench:peers --write-docs   # the same, and writes this page and its chart
\`\`\`

Each run writes \`out/bench/report.json\`, \`report.md\` and \`chart.svg\`. Peers are torch and numba where a \`python3\` on the search path can import
them (Debian: \`apt install python3-torch python3-numba\`), and the npm packages \`dtw\` and \`dynamic-time-warping\`. \`tfjsctcloss\` is measured where
\`npm install --prefix out/peers tfjsctcloss\` has put it: its licence allows no commercial use, so that this workspace does not depend on it.`;

const WHAT_IS_MEASURED = `## What is measured

- **Cell**: a cell of the lattice inside lengths and band; N · M for soft-DTW, N · (2L + 1) for CTC with L labels.
- **Forward** is the value, **forward + backward** the value and the gradient by what the caller gave: the cost matrix, the features, or the
  log-probabilities of the classes. **Backward** is the difference of the two, round by round.
- The peers: torch's own CTC loss; the recursion of soft-DTW as its paper prints it, compiled by numba and parallel over the batch, and once more in
  plain TypeScript; \`dtw\`, \`dynamic-time-warping\` and \`tfjsctcloss\` from npm. Inputs and gradients are float32 for all of them.
- Ours, like torch, make the arrays of each answer anew, which for large ones takes as long as some of the work; the textbook peers and
  "arrays reused" write over those of the answer before. The textbook loops also find their cost matrix padded, which is not timed.`;

const ABOUT_TABLE_VI = `## Table VI of the paper

The sizes are those of Table VI of Zeitler & Müller (2026), 16 items and 12 dimensions. Two things about that table:

- Its CTC column is no target. The profiling script passes \`x.shape[0]\` and \`y_ctc.shape[0]\` as lengths; both are the batch size. So its CTC was
  measured on 16 frames by 16 labels in every row, whatever (N, M) says there: that is why its time stays near one millisecond and its memory near
  a few megabytes. Here CTC does the work that its row names.
- 1024 random labels do not fit into 1024 frames, since each adjacent repeat takes a frame more: the last row has 768 labels.

Its times were taken on a GPU and are not compared with here. Its memory is: dDTW took 1441 MB at (1024, 1024), a standard soft-DTW 4689 MB.`;

const ABOUT_MEMORY = `## Memory

A fresh process loads its libraries and solves three tiny problems of the same kind, so that code is loaded and compiled. Then its resident size is
read, the high-water mark is reset (\`/proc/self/clear_refs\`), the case's arrays are made, and the value and the gradient are computed once. The
peak is the high-water mark after that (\`VmHWM\`) less the resident size before: the caller's own arrays, the answer and all scratch memory.`;

const ABOUT_LIMIT = `## The processor's limit

What one core can do at most is measured, not looked up: a small WebAssembly module keeps independent chains of x · a + b in registers and loads
and stores nothing.`;

const ABOUT_KERNELS = `What a kernel needs is counted: every module is rewritten so that it counts the instructions that it runs, and solves the case once more. The
numbers are exact and the same on every machine; a test holds them. The limit is the time of the vector instructions alone at the measured rate, as
if nothing had to be loaded or waited for. \`cpu\` computes one double at a time, in instructions that the engine chooses: they are not counted.`;

/** The page of the docs, from a report. */
export function performancePage(report: Report): string {
  const groups = tableViGroups(report).filter(({ results }) => results.length > 0);
  const others = report.results.filter(({ tableVi }) => tableVi === undefined);
  const limits = limitTable(report);
  const sections = [
    ABOUT,
    describeEnvironment(report),
    ...(report.absent.length > 0 ? [`Not measured in this run:\n\n${absentList(report)}`] : []),
    '![Nanoseconds a cell, by case and contender](performance.svg)',
    '## Nanoseconds a cell, forward and backward',
    ...groups.flatMap(({ title, results }) => speedSections(report, title, results)),
    ...(others.length > 0 ? speedSections(report, 'Other shapes', others) : []),
    ABOUT_TABLE_VI,
    ...(report.memory.length > 0 ? [ABOUT_MEMORY, memoryTable(report)] : []),
    ...(report.rates.length > 0 ? [ABOUT_LIMIT, rateTable(report.rates)] : []),
    ...(limits === undefined ? [] : [ABOUT_KERNELS, limits]),
    WHAT_IS_MEASURED,
    HOW_TO_RUN,
    '## All times',
    '<details><summary>Forward, backward and both, of every case and contender</summary>',
    detailTable(report),
    '</details>',
  ];
  return `${sections.join('\n\n')}\n`;
}

function speedSections(report: Report, title: string, results: readonly CaseResult[]): string[] {
  const ratios = ratioTable(report, results);
  const compared = ratios === undefined ? [] : ['How many times as fast, with the quartiles of the rounds:', ratios];
  return [`### ${title}`, speedTable(report, results), ...compared];
}
