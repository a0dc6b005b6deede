import type { CaseResult } from '../measure/run-case.ts';
import type { Environment } from '../report/environment.ts';
import { describeEnvironment } from '../report/markdown.ts';
import { digits, table, times } from '../report/table.ts';
import type { Missing, Present } from '../report/report.ts';
import type { TensorBackend } from './training-contenders.ts';

/** The runs with tensors on one backend of tfjs. */
export interface TrainingRun {
  readonly tensors: TensorBackend;
  readonly contenders: readonly Present[];
  readonly absent: readonly Missing[];
  readonly results: readonly CaseResult[];
}

/** The page that `pnpm bench:training` writes. */
export function trainingPage(runs: readonly TrainingRun[], environment: Environment, rounds: number, seed: number): string {
  const parts = runs
    .flatMap((run) => [`## Tensors on tfjs-${run.tensors}`, stepTable(run), ratioTable(run), absences(run)])
    .filter(Boolean);
  return [
    '# A CTC loss in TensorFlow.js: what a training step pays',
    `This page is generated from one run of \`pnpm bench:training --write-docs\`; no number in it was typed. Loss and gradient of logits that are tensors,
12 classes with the blank, read back once, as \`valueAndGrad\` gives them. All answers are compared before anything is timed (values to 1e-4, gradients
to 1e-3), and all run in turn on one thread. "The recursion in tfjs operations" is what somebody writes who has tfjs and the paper: the forward
recursion in the log domain, frame by frame, which tfjs differentiates (\`tools/bench/src/training/plain-ctc.ts\`).`,
    describeEnvironment({ environment, options: { rounds, seed } }),
    ...parts,
    '',
  ].join('\n\n');
}

const timing = (result: CaseResult, id: string, measure: string): number =>
  result.timings.find(({ contender, measure: what }) => contender === id && what === measure)?.milliseconds.median ?? NaN;

/** Milliseconds of loss and gradient, and of the loss alone. */
function stepTable({ contenders, results }: TrainingRun): string {
  const head = ['ms, loss and gradient (loss alone)', ...contenders.map(({ label }) => label)];
  const rows = results.map((result) => [
    result.name,
    ...contenders.map(({ id }) => {
      const both = digits(timing(result, id, 'both'));
      return both === '' ? '' : `${both} (${digits(timing(result, id, 'forward'))})`;
    }),
  ]);
  return table(head, rows);
}

function ratioTable({ contenders, results }: TrainingRun): string {
  const pairs = contenders.filter(({ ours }) => ours).flatMap((mine) => contenders.filter(({ ours }) => !ours).map((peer) => [mine, peer]));
  const head = ['loss and gradient, times as fast', ...pairs.map(([mine, peer]) => `${mine.label} against ${peer.label}`)];
  const rows = results.map((result) => [
    result.name,
    ...pairs.map(([mine, peer]) => {
      const found = result.ratios.find(({ faster, slower, measure }) => faster === mine.id && slower === peer.id && measure === 'both');
      return found === undefined ? '' : `${times(found.ratio)} (${digits(found.lower)} to ${digits(found.upper)})`;
    }),
  ]);
  return table(head, rows);
}

function absences({ absent }: TrainingRun): string {
  return absent.map(({ label, reason }) => `${label} was not there: ${reason}.`).join('\n');
}
