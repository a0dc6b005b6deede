import { Command } from 'commander';
import { readLines } from '../decoding/symbols.ts';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { type ComparedItem, compareSequences, type LabelErrors } from '../evaluating/compare-sequences.ts';
import { readSequences } from '../evaluating/label-sequences.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatNumber, plural } from '../formats/quantities.ts';
import { formatTable } from '../formats/table.ts';
import { addReadingOptions } from '../options/common.ts';

interface EvalLabelsOptions {
  readonly characters?: boolean;
  readonly operations?: boolean;
  readonly symbols?: string;
  readonly maxBytes?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
In .txt a line is an item, its labels apart by spaces; in .csv also by commas. JSON holds lists of labels, or what
rubato decode --json prints. In .npy a row is an item.

Examples:
  rubato eval labels reference.txt hypothesis.txt
  rubato eval labels targets.npy decoded.txt --symbols notes.txt --operations --json`;

/** `rubato eval labels REFERENCE HYPOTHESIS`: the label error rate. */
export function evalLabelsCommand(environment: Environment): Command {
  const command = new Command('labels')
    .description('label error rate: substitutions, insertions and deletions over the labels of the reference')
    .argument('<REFERENCE>', '.txt, .csv, .json, .npy, .npz:entry, .safetensors:entry')
    .argument('<HYPOTHESIS>', 'the same, an item for each of the reference')
    .option('--characters', 'compare characters instead of words in text files')
    .option('--operations', 'what is substituted, inserted and deleted, one by one')
    .option('--symbols <file>', 'names for the class numbers of arrays, one a line')
    .addHelpText('after', EXAMPLES);
  addReadingOptions(command);
  return command.action((reference: string, hypothesis: string, options: EvalLabelsOptions) =>
    evalLabels(reference, hypothesis, options, environment),
  );
}

async function evalLabels(reference: string, hypothesis: string, options: EvalLabelsOptions, environment: Environment): Promise<void> {
  const { characters = false, operations = false, maxBytes } = options;
  const names = options.symbols === undefined ? undefined : await readLines(options.symbols, environment, maxBytes);
  const nameOf = (label: number): string => {
    if (names === undefined) return String(label);
    if (label >= 0 && label < names.length) return names[label];
    throw new UsageError(`${options.symbols} has ${plural(names.length, 'line')}, there is no name for class ${label}`);
  };
  const sequences = { characters, nameOf, maxBytes };
  const references = await readSequences(reference, sequences, environment);
  const hypotheses = await readSequences(hypothesis, sequences, environment);
  const errors = compareSequences(references, hypotheses, { reference, hypothesis }, maxBytes);
  environment.stdout.write(options.json === true ? toJson(errors, operations) : describe(errors, operations));
}

function toJson({ items, ...errors }: LabelErrors, operations: boolean): string {
  return plainJson({
    ...errors,
    items: items.map((item) => ({
      distance: item.distance,
      substitutions: item.substitutions,
      insertions: item.insertions,
      deletions: item.deletions,
      referenceLabels: item.reference.length,
      hypothesisLabels: item.hypothesis.length,
      ...(operations ? { operations: item.operations } : {}),
    })),
  });
}

function describe(errors: LabelErrors, operations: boolean): string {
  const { labelErrorRate, distance, substitutions, insertions, deletions, referenceLabels, items } = errors;
  const kinds = [plural(substitutions, 'substitution'), plural(insertions, 'insertion'), plural(deletions, 'deletion')];
  const parts = [
    `label error rate ${formatNumber(labelErrorRate)}\n`,
    `${plural(distance, 'error')} in ${plural(referenceLabels, 'label')} of ${plural(items.length, 'item')}: ${kinds.join(', ')}\n`,
  ];
  if (operations) {
    const lines = items.flatMap((item, i) => differences(item).map((line) => (items.length === 1 ? line : [String(i), ...line])));
    const header = ['operation', 'place', 'reference', 'hypothesis'];
    if (lines.length > 0) parts.push(formatTable([items.length === 1 ? header : ['item', ...header], ...lines]));
  }
  return parts.join('');
}

function differences({ operations, reference, hypothesis }: ComparedItem): string[][] {
  return operations
    .filter(({ kind }) => kind !== 'match')
    .map(({ kind, referenceIndex, hypothesisIndex }) => [
      kind,
      String(referenceIndex),
      kind === 'insertion' ? '' : reference[referenceIndex],
      kind === 'deletion' ? '' : hypothesis[hypothesisIndex],
    ]);
}
