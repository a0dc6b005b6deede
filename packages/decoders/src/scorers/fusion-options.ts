import { checkNumber, checkOptions, refuse } from '../check.ts';
import { Checksum } from '../checksum.ts';
import type { LanguageModel } from '../language-model/language-model.ts';
import type { ScorerFingerprint } from './scorer.ts';

export interface LanguageModelOptions {
  /** The weight of the language model's logarithms. Default 0.5. */
  readonly alpha?: number;
  /** What each word adds. Default 1.5. */
  readonly beta?: number;
  /** Added to ln p of a word that the model does not know, before the weight; at most 0. Default `-10 ln 10`. */
  readonly unknownOffset?: number;
  /** Whether p of the sentence's end counts. Default true. */
  readonly sentenceEnd?: boolean;
}

/** The options with their defaults, which are pyctcdecode's, checked. */
export function fusionOptions(options: LanguageModelOptions): Required<LanguageModelOptions> {
  checkOptions(options, ['alpha', 'beta', 'unknownOffset', 'sentenceEnd']);
  const { alpha = 0.5, beta = 1.5, unknownOffset = -10 * Math.LN10, sentenceEnd = true } = options;
  checkNumber('options.alpha', alpha, 0, 1e6);
  checkNumber('options.beta', beta, -1e6, 1e6);
  checkNumber('options.unknownOffset', unknownOffset, -1e6, 0);
  if (typeof sentenceEnd !== 'boolean') refuse('options.sentenceEnd', sentenceEnd, 'true or false');
  return { alpha, beta, unknownOffset, sentenceEnd };
}

export function checkModel(model: unknown): asserts model is LanguageModel {
  if (typeof model !== 'object' || model === null) refuse('model', model, 'a language model');
  const { vocabulary, logProbability, next, endLogProbability } = model as Partial<LanguageModel>;
  const complete = Array.isArray(vocabulary) && [logProbability, next, endLogProbability].every((method) => typeof method === 'function');
  if (!complete) refuse('model', model, 'a language model: vocabulary, logProbability, next, endLogProbability and the rest');
}

/** What tells such a scorer from another, but for its words. */
export function fusionFingerprint(model: LanguageModel, settings: Required<LanguageModelOptions>): ScorerFingerprint {
  const { alpha, beta, unknownOffset, sentenceEnd } = settings;
  return { model: model.fingerprint ?? outlineOf(model), alpha, beta, unknownOffset, sentenceEnd: String(sentenceEnd) };
}

/** Of a model that does not say what tells it from others. */
function outlineOf({ vocabulary, unknown, states, start, mostLogProbability }: LanguageModel): string {
  const checksum = new Checksum().add([vocabulary.length, unknown, states, start, mostLogProbability]);
  for (const word of vocabulary) checksum.addText(word);
  return checksum.text;
}

/** α ln p, where a weight of 0 takes out even what is impossible. */
export function weighted(alpha: number, logProbability: number): number {
  return alpha === 0 ? 0 : alpha * logProbability;
}
