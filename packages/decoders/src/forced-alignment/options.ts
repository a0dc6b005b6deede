import type { Backend, Parameterization, Precision, SolveProgress } from '@rubato/core';
import { checkNumber, checkOptions, checkWhole, isList, refuse } from '../check.ts';
import type { Blank } from '../posteriors/posteriors.ts';
import { checkBlank } from '../posteriors/posteriors.ts';
import type { ForcedAlignmentState } from './state.ts';

/** The columns of a token, both included. */
export type ColumnRange = readonly [first: number, last: number];

/** How tokens make words: all between two delimiters, or so many for each word of each item. */
export type WordGrouping = { readonly delimiter: number } | { readonly lengths: readonly ArrayLike<number>[] };

export interface ForcedAlignmentOptions {
  /** What solves. One with a small `maxBytes` of its own keeps checkpoints. */
  readonly backend: Backend;
  /**
   * Steps, weights, start and end: `ctc(labels, { blank })`, `softDtw()`, one with a band, or your own. Its minimum must be softmin where
   * confidences are asked for.
   */
  readonly parameterization: Parameterization;
  /** The class that is no token, or `'none'`: then every column is one. */
  readonly blank: Blank;
  /** The class of each column, one list per item, for a parameterization without `columnClasses`. */
  readonly labels?: readonly ArrayLike<number>[];
  /** The columns of each token of each item, ascending. Default: each column whose class is not the blank is a token. */
  readonly tokens?: readonly (readonly ColumnRange[])[];
  /** Default: no words. */
  readonly words?: WordGrouping;
  /** Frames per second; without it there are no seconds. */
  readonly frameRate?: number;
  /** Whether confidences and distributions are computed, which takes a forward and a backward pass beside the best path. Default true. */
  readonly confidence?: boolean;
  /** Frames that distributions reach to both sides of the best path's start and end. Default 50; `Infinity` for all. */
  readonly distributionRadius?: number;
  /** The most bytes that the alignment may hold at a time, the backend's share included. Default: the backend's own limit. */
  readonly maxBytes?: number;
  /** Frames of a block. Default: as many as memory suggests. */
  readonly blockFrames?: number;
  /** Default `'float64'`. `'float32'` is for devices without doubles, and solves in one block only. */
  readonly precision?: Precision;
  /** A state that `onBlock` handed out for the same input: what had been done then is not done again. Never modified. */
  readonly resume?: ForcedAlignmentState;
  /**
   * Called after each block with the state so far: plain data to keep or to write away, not to be modified, for states share what has not
   * changed. It takes as much memory again as the alignment holds.
   */
  readonly onBlock?: (state: ForcedAlignmentState) => void;
}

export interface ForcedAlignmentAsyncOptions extends ForcedAlignmentOptions {
  /** Stops the work itself; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** In frames, each counted once for every pass. */
  readonly onProgress?: (progress: SolveProgress) => void;
}

const KNOWN = [
  'backend',
  'parameterization',
  'blank',
  'labels',
  'tokens',
  'words',
  'frameRate',
  'confidence',
  'distributionRadius',
  'maxBytes',
  'blockFrames',
  'precision',
  'resume',
  'onBlock',
];

/** Checks what can be checked without a look at the lattice. */
export function checkForcedAlignmentOptions(options: ForcedAlignmentAsyncOptions, classes: number, extra: readonly string[]): void {
  checkOptions(options, [...KNOWN, ...extra]);
  const { backend, parameterization, blank, words, frameRate, confidence, distributionRadius, maxBytes, blockFrames, precision } = options;
  checkObject('options.backend', backend, 'an opened backend');
  if (typeof backend.solve !== 'function') refuse('options.backend', backend, 'an opened backend');
  checkObject('options.parameterization', parameterization, 'a parameterization { steps, … }');
  checkBlank(blank, classes);
  if (words !== undefined) checkWords(words, classes, options.tokens === undefined ? blank : 'none');
  if (frameRate !== undefined) checkNumber('options.frameRate', frameRate, Number.MIN_VALUE, Infinity);
  if (confidence !== undefined && typeof confidence !== 'boolean') refuse('options.confidence', confidence, 'true or false');
  if (distributionRadius !== undefined) checkCount('options.distributionRadius', distributionRadius, 0);
  if (maxBytes !== undefined && !(typeof maxBytes === 'number' && maxBytes > 0)) refuse('options.maxBytes', maxBytes, 'a number above 0');
  if (blockFrames !== undefined) checkCount('options.blockFrames', blockFrames, 1);
  if (precision !== undefined && precision !== 'float32' && precision !== 'float64') {
    refuse('options.precision', precision, "'float32' or 'float64'");
  }
  if (options.signal !== undefined && !(options.signal instanceof AbortSignal)) refuse('options.signal', options.signal, 'an AbortSignal');
  for (const name of ['onBlock', 'onProgress'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') refuse(`options.${name}`, options[name], 'a function');
  }
}

function checkObject(argument: string, value: unknown, expected: string): void {
  if (typeof value !== 'object' || value === null) refuse(argument, value, expected);
}

/** A whole number, or Infinity for "all". */
function checkCount(argument: string, value: unknown, least: number): void {
  if (value === Infinity || (Number.isInteger(value) && (value as number) >= least)) return;
  refuse(argument, value, `a whole number of at least ${least}, or Infinity`);
}

/** No token has the class of the blank, unless the caller says where tokens are. */
function checkWords(words: WordGrouping, classes: number, blank: Blank): void {
  checkObject('options.words', words, '{ delimiter } or { lengths }');
  const names = Object.keys(words);
  if (names.length === 1 && 'delimiter' in words) {
    checkWhole('options.words.delimiter', words.delimiter, 0, classes - 1);
    if (words.delimiter === blank) refuse('options.words.delimiter', words.delimiter, 'a class of tokens, not the blank');
    return;
  }
  if (names.length === 1 && 'lengths' in words && isList(words.lengths)) return;
  refuse('options.words', words, '{ delimiter: a class } or { lengths: one list per item }');
}
