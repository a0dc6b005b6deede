import { LARGEST_FEATURE, type Parameterization } from '@rubato/core';
import type { LocalCostSpecification } from '@rubato/costs';
import { type FeatureSequence, findMatches, rankCollection } from '@rubato/decoders';
import type { Environment } from '../environment.ts';
import { inCommandLineWordsLater, UsageError } from '../errors.ts';
import { DEFAULT_MAX_BYTES } from '../files/check-bytes.ts';
import { checkSameDimension, type Features, loadFeatures, type TimeAxis } from '../files/load-features.ts';
import { formatBytes } from '../formats/quantities.ts';
import type { Progress } from '../progress.ts';

/** A part of a document that is like the query. */
export interface FoundMatch {
  readonly cost: number;
  /** Cost over the frames of the query. */
  readonly normalisedCost: number;
  /** `[firstFrame, endFrame)` of the document. */
  readonly firstFrame: number;
  readonly endFrame: number;
}

/** A document and its matches, the best first. */
export interface FoundDocument {
  readonly document: Features;
  readonly matches: readonly FoundMatch[];
}

export interface SearchResult {
  /** The best first; documents without a match are left out. */
  readonly found: readonly FoundDocument[];
  /** How many were given up early, because they could not be among the best. */
  readonly abandoned: number;
}

export interface SearchSettings {
  readonly parameterization: Parameterization;
  readonly localCost: LocalCostSpecification;
  /** How many documents. */
  readonly top: number;
  /** How many matches of each. */
  readonly matches: number;
  /** Matches that cost more per frame of the query are left out. */
  readonly largestCost: number;
}

/**
 * Reads the documents, which stand in memory together.
 *
 * @throws UsageError for a document that does not fit the query, numbers that are no features, and more bytes than allowed
 */
export async function loadDocuments(
  files: readonly string[],
  query: Features,
  axis: TimeAxis,
  environment: Environment,
  maxBytes: number = DEFAULT_MAX_BYTES,
): Promise<readonly Features[]> {
  checkNumbers(query);
  const documents: Features[] = [];
  let bytes = 0;
  for (const file of files) {
    const document = await loadFeatures(file, axis, environment, maxBytes);
    checkSameDimension(query, document, axis);
    checkNumbers(document);
    bytes += document.data.byteLength;
    if (bytes > maxBytes)
      throw new UsageError(
        `the collection up to ${file} has ${formatBytes(bytes)}, more than the ${formatBytes(maxBytes)} allowed; raise --max-bytes`,
      );
    documents.push(document);
    environment.signal.throwIfAborted();
  }
  return documents;
}

function checkNumbers({ name, data, dimension }: Features): void {
  const wrong = data.findIndex((value) => !(Math.abs(value) <= LARGEST_FEATURE));
  if (wrong < 0) return;
  const [frame, feature] = [Math.floor(wrong / dimension), wrong % dimension];
  throw new UsageError(
    `${name}: frame ${frame}, feature ${feature} is ${data[wrong]}; expected a number from ${-LARGEST_FEATURE} to ${LARGEST_FEATURE}`,
  );
}

/** Ranks the documents, and looks for further matches in those that are told; until Ctrl-C. */
export async function searchCollection(
  query: Features,
  documents: readonly Features[],
  { parameterization, localCost, top, matches, largestCost }: SearchSettings,
  progress: Progress,
  { signal }: Environment,
): Promise<SearchResult> {
  const names = { 'cost.x': query.name, 'cost.y': 'a document', stepWeights: '--weights', steps: '--steps' };
  const work = { parameterization, signal, onProgress: progress.onProgress };
  return inCommandLineWordsLater(names, async () => {
    const ranking = await rankCollection(sequenceOf(query), documents.map(sequenceOf), { ...work, localCost, count: top });
    const found: FoundDocument[] = [];
    for (const ranked of ranking.documents) {
      if (!(ranked.normalisedCost <= largestCost) || ranked.lastColumn < 0) continue;
      const document = documents[ranked.document];
      const best = { ...ranked, path: undefined };
      const several =
        matches === 1
          ? [best]
          : await findMatches(
              {
                kind: 'features',
                x: query.data,
                y: document.data,
                shape: [1, query.frames, document.frames],
                dimension: query.dimension,
                localCost,
              },
              { ...work, count: matches, ...(largestCost === Infinity ? {} : { largestNormalisedCost: largestCost }) },
            );
      found.push({
        document,
        matches: several.map(({ cost, normalisedCost, firstColumn, lastColumn }) => ({
          cost,
          normalisedCost,
          firstFrame: firstColumn,
          endFrame: lastColumn + 1,
        })),
      });
    }
    return { found, abandoned: ranking.abandoned };
  });
}

function sequenceOf({ data, frames, dimension }: Features): FeatureSequence {
  return { data, shape: [frames, dimension] };
}
