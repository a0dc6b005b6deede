import type { Parameterization, Step } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import { dtw, subsequence } from '@rubato/presets';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { FailureError, UsageError } from '../errors.ts';
import { loadFeatures, rotate, type TimeAxis } from '../files/load-features.ts';
import { checkOutputs, writeOutputs } from '../formats/outputs.ts';
import { formatDuration, formatNumber, plural } from '../formats/quantities.ts';
import { formatTable } from '../formats/table.ts';
import { addReadingOptions, outOption } from '../options/common.ts';
import { parseAxis } from '../options/parse-axis.ts';
import { checkCost, costNames, parseCost } from '../options/parse-cost.ts';
import { finiteNumber, positiveNumber, wholeNumber } from '../options/parse-number.ts';
import { parseSteps, parseWeights, stepNames } from '../options/parse-steps.ts';
import { addPictureOptions, lookOf, type PictureLook } from '../options/picture.ts';
import { createProgress, noProgress } from '../progress.ts';
import { loadDocuments, searchCollection } from '../searching/search-collection.ts';
import { type FinishedSearch, searchJson, searchWriters } from '../searching/search-outputs.ts';

interface SearchCommandOptions extends PictureLook {
  readonly axis: TimeAxis;
  readonly cost: LocalCostSpecification;
  readonly steps?: readonly Step[];
  readonly weights?: readonly number[];
  readonly rotate?: number;
  readonly top: number;
  readonly matches: number;
  readonly maxCost?: number;
  readonly rate?: number;
  readonly out: readonly string[];
  readonly maxBytes?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const EXAMPLES = `
The whole query is looked for anywhere in each document (subsequence DTW). The cost a frame is the cost of a match over the
frames of the query. Matches of a document do not overlap.

Examples:
  rubato search theme.npy recordings/*.npy --cost cosine --rate 10
  rubato search phrase.csv song.npz:chroma --matches 5 --max-cost 0.2 --json
  rubato search theme.npy recordings/*.npy --top 3 --out picture.svg`;

/** `rubato search QUERY COLLECTION…`: where a query stands in a collection, the best document first. */
export function searchCommand(environment: Environment): Command {
  const command = new Command('search')
    .description('look for a sequence of features in a collection: the documents ranked, and the best matches')
    .argument('<QUERY>', 'features: .npy, .npz:entry, .csv, .tsv, .json, .safetensors:entry')
    .argument('<COLLECTION...>', 'one file a document, the same formats')
    .addOption(new Option('--axis <axis>', 'which axis is time: 0, each row is a frame; 1, each column is').default(0).argParser(parseAxis))
    .addOption(
      new Option('--cost <name[:parameter=value,…]>', `local cost of two frames: ${costNames.join(', ')}`)
        .default({ name: 'squaredEuclidean' }, 'squaredEuclidean')
        .argParser(parseCost),
    )
    .addOption(
      new Option('--steps <steps>', `pairs "1,1 1,0 0,1" (query,document), or ${stepNames.join(', ')} (default: dtw)`).argParser(
        parseSteps,
      ),
    )
    .addOption(new Option('--weights <numbers>', 'weights of the steps, "1 1 2"; inf forbids one').argParser(parseWeights))
    .addOption(
      new Option('--rotate <by>', 'turn the features of the query cyclically: chroma up by so many semitones').argParser(
        wholeNumber('--rotate', -Infinity),
      ),
    )
    .addOption(new Option('--top <n>', 'how many documents').default(10).argParser(wholeNumber('--top', 1)))
    .addOption(new Option('--matches <k>', 'how many matches of each').default(1).argParser(wholeNumber('--matches', 1)))
    .addOption(new Option('--max-cost <cost>', 'leave out matches that cost more a frame').argParser(finiteNumber('--max-cost')))
    .addOption(
      new Option('--rate <frames>', 'frames a second of the documents, for seconds in tables and drawings').argParser(
        positiveNumber('--rate', '50'),
      ),
    )
    .addOption(outOption(searchWriters));
  addPictureOptions(command).addHelpText('after', EXAMPLES);
  addReadingOptions(command).option('-q, --quiet', 'no progress');
  return command.action((query: string, collection: readonly string[], options: SearchCommandOptions) =>
    search(query, collection, options, environment),
  );
}

async function search(
  nameOfQuery: string,
  collection: readonly string[],
  options: SearchCommandOptions,
  environment: Environment,
): Promise<void> {
  const { axis, cost, out, maxBytes, top, matches, maxCost = Infinity, rate } = options;
  await checkOutputs(out, searchWriters, [nameOfQuery, ...collection], environment);
  const parameterization = parameterizationOf(options);
  const query = rotate(await loadFeatures(nameOfQuery, axis, environment, maxBytes), options.rotate ?? 0);
  checkCost(cost, query.dimension);
  const documents = await loadDocuments(collection, query, axis, environment, maxBytes);

  const silent = options.json === true || options.quiet === true;
  const progress = silent ? noProgress : createProgress(environment, 'search');
  const settings = { parameterization, localCost: cost, top, matches, largestCost: maxCost };
  const started = environment.now();
  const result = await searchCollection(query, documents, settings, progress, environment).finally(() => progress.clear());
  const finished: FinishedSearch = {
    ...result,
    query,
    documents: documents.length,
    milliseconds: Math.round((environment.now() - started) * 1000) / 1000,
    ...(rate === undefined ? {} : { rate }),
    ...lookOf(options),
  };
  if (finished.found.length === 0) {
    throw new FailureError(
      `${nameOfQuery} has no match in ${plural(documents.length, 'document')}${maxCost === Infinity ? '; allow other --steps' : '; raise --max-cost'}`,
    );
  }
  await writeOutputs(out, searchWriters, finished, environment);
  environment.stdout.write(options.json === true ? searchJson(finished) : describe(finished));
}

function parameterizationOf({ steps, weights }: SearchCommandOptions): Parameterization {
  const base = dtw(steps === undefined ? {} : { steps });
  if (weights !== undefined && weights.length !== base.steps.length) {
    throw new UsageError(
      `--weights has ${plural(weights.length, 'number')} for ${base.steps.length} steps; give one a step, in their order`,
    );
  }
  return { ...subsequence(base), ...(weights === undefined ? {} : { stepWeights: weights }) };
}

function describe({ found, documents, abandoned, rate, milliseconds }: FinishedSearch): string {
  const rows = found.flatMap(({ document, matches }, i) =>
    matches.map(({ normalisedCost, firstFrame, endFrame }, m) => [
      m === 0 ? String(i + 1) : '',
      m === 0 ? document.name : '',
      formatNumber(normalisedCost),
      String(firstFrame),
      String(endFrame),
      ...(rate === undefined ? [] : [`${(firstFrame / rate).toFixed(3)}–${(endFrame / rate).toFixed(3)}`]),
    ]),
  );
  const header = ['rank', 'document', 'cost a frame', 'start', 'end', ...(rate === undefined ? [] : ['seconds'])];
  const early = abandoned === 0 ? '' : `, ${abandoned} given up early`;
  return `${formatTable([header, ...rows])}${plural(documents, 'document')}${early}, in ${formatDuration(milliseconds)}\n`;
}
