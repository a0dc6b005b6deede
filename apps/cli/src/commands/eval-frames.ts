import { type ActivationOptions, activationScores, type DetectionScores, frameAccuracy } from '@rubato/decoders';
import { Command, Option } from 'commander';
import type { Environment } from '../environment.ts';
import { inCommandLineWords, UsageError } from '../errors.ts';
import { type FrameClasses, loadFrameClasses } from '../evaluating/frame-classes.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatNumber, plural } from '../formats/quantities.ts';
import { addReadingOptions } from '../options/common.ts';
import { finiteNumber, wholeNumber } from '../options/parse-number.ts';

interface EvalFramesOptions extends ActivationOptions {
  readonly ignore?: number;
  readonly maxBytes?: number;
  readonly json?: boolean;
}

const EXAMPLES = `
A file holds a class for each frame, or a row of numbers, whose largest counts; a row of zeros is a rest, class -1,
which nothing that is predicted is right for: --ignore -1 leaves rests out.

Examples:
  rubato eval frames posteriors.npy targets.npy --ignore -1
  rubato eval frames activations.npy pianoroll.npy --threshold 0.5 --json`;

/** `rubato eval frames PREDICTED REFERENCE`: the share of frames whose class is right, and scores of activations. */
export function evalFramesCommand(environment: Environment): Command {
  const command = new Command('frames')
    .description('frame accuracy, and precision, recall and F-measure of activations')
    .argument('<PREDICTED>', '[frames] or [frames, classes]: .npy, .npz:entry, .csv, .json, .safetensors:entry')
    .argument('<REFERENCE>', 'the same frames')
    .addOption(
      new Option('--ignore <class>', 'leave out frames with this reference; -1 for rests').argParser(wholeNumber('--ignore', -Infinity)),
    )
    .addOption(
      new Option('--threshold <number>', 'of [frames, classes]: what is above it is active, for precision and recall').argParser(
        finiteNumber('--threshold'),
      ),
    )
    .addHelpText('after', EXAMPLES);
  addReadingOptions(command);
  return command.action((predicted: string, reference: string, options: EvalFramesOptions) =>
    evalFrames(predicted, reference, options, environment),
  );
}

async function evalFrames(
  nameOfPredicted: string,
  nameOfReference: string,
  options: EvalFramesOptions,
  environment: Environment,
): Promise<void> {
  const { ignore, threshold, maxBytes, json } = options;
  const predicted = await loadFrameClasses(nameOfPredicted, environment, maxBytes);
  const reference = await loadFrameClasses(nameOfReference, environment, maxBytes);
  const frames = reference.classes.length;
  if (predicted.classes.length !== frames) {
    throw new UsageError(
      `${nameOfPredicted} has ${plural(predicted.classes.length, 'frame')}, ${nameOfReference} has ${frames}; give the same frames`,
    );
  }
  const judged = ignore === undefined ? frames : reference.classes.reduce((sum, k) => sum + Number(k !== ignore), 0);
  const accuracy = inCommandLineWords({ reference: nameOfReference }, () =>
    frameAccuracy(predicted.classes, reference.classes, ignore === undefined ? {} : { ignore }),
  );
  const scores = threshold === undefined ? undefined : activations(predicted, reference, threshold);
  environment.stdout.write(
    json === true
      ? plainJson({
          frameAccuracy: accuracy,
          correctFrames: Math.round(accuracy * judged),
          judgedFrames: judged,
          frames,
          ...(scores && { activations: scores }),
        })
      : `frame accuracy ${formatNumber(accuracy)}\n${Math.round(accuracy * judged)} of ${plural(judged, 'frame')} right\n${scores === undefined ? '' : told(scores)}`,
  );
}

function activations(predicted: FrameClasses, reference: FrameClasses, threshold: number): DetectionScores {
  for (const { name, rows } of [predicted, reference]) {
    if (rows === undefined) throw new UsageError(`--threshold is for [frames, classes]; ${name} holds a class for each frame`);
  }
  const [width, other] = [predicted.rows!.width, reference.rows!.width];
  if (width !== other)
    throw new UsageError(`${predicted.name} has rows of ${width}, ${reference.name} of ${other}; --threshold needs the same classes`);
  return activationScores(predicted.rows!.data, reference.rows!.data, { threshold });
}

function told({ precision, recall, fMeasure, truePositives, falsePositives, falseNegatives }: DetectionScores): string {
  const [p, r, f] = [precision, recall, fMeasure].map(formatNumber);
  return `precision ${p}, recall ${r}, F-measure ${f} of activations\n${truePositives} right, ${falsePositives} too many, ${falseNegatives} missed\n`;
}
