import { decodeJson } from '@rubato/io';
import type { Environment } from '../environment.ts';
import { UsageError } from '../errors.ts';
import { inFile } from '../files/load-array.ts';
import { decodeText } from '../files/text.ts';
import { drawFound, type ToldSearch } from '../searching/search-outputs.ts';
import { type Draw, drawing } from './picture-request.ts';

/** Documents and what was found in them, as `rubato search --out FILE.json` writes them. */
export const matchPicture: Draw = async ({ file, look, maxBytes }, environment) => {
  const told = await searchOf(file, environment, maxBytes);
  return drawing(file, {}, environment, () => drawFound(told, look));
};

async function searchOf(file: string, environment: Environment, maxBytes: number | undefined): Promise<ToldSearch> {
  if (!/\.json$/i.test(file)) throw new UsageError(`${file}: matches are .json, as search --out FILE.json writes them`);
  const text = decodeText(await environment.files.read(file, maxBytes), file);
  const told: unknown = inFile(file, () => decodeJson(text, maxBytes === undefined ? {} : { maxBytes }));
  if (isSearch(told)) return told;
  throw new UsageError(`${file} is no result of a search; search --out FILE.json writes one`);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const isText = (value: unknown): boolean => typeof value === 'string';

function isSearch(told: unknown): told is ToldSearch {
  if (!isRecord(told) || !isText(told['query']) || !isCount(told['queryFrames']) || !isCount(told['documents'])) return false;
  const { rate, results } = told;
  const timed = rate === undefined || (typeof rate === 'number' && rate > 0 && rate < Infinity);
  return timed && Array.isArray(results) && results.length > 0 && results.every(isResult);
}

function isResult(result: unknown): boolean {
  if (!isRecord(result) || !isText(result['document']) || !isCount(result['frames'])) return false;
  const { matches } = result;
  return Array.isArray(matches) && matches.length > 0 && matches.every((match) => isMatch(match, result['frames'] as number));
}

function isMatch(match: unknown, frames: number): boolean {
  if (!isRecord(match) || !Number.isFinite(match['normalisedCost'])) return false;
  const { firstFrame, endFrame } = match;
  return isCount(firstFrame) && isCount(endFrame) && (firstFrame as number) <= (endFrame as number) && (endFrame as number) <= frames;
}
