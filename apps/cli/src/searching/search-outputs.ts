import { basename } from 'node:path';
import { drawMatches, type PictureOptions } from '@rubato/plot';
import type { Writers } from '../formats/outputs.ts';
import { plainJson } from '../formats/plain-json.ts';
import { formatNumber, plural } from '../formats/quantities.ts';
import { type Cell, textTable } from '../formats/text-table.ts';
import type { Features } from '../files/load-features.ts';
import type { PictureLook } from '../options/picture.ts';
import type { FoundMatch, SearchResult } from './search-collection.ts';

/** What a writer may look at. */
export interface FinishedSearch extends SearchResult, PictureLook {
  readonly query: Features;
  /** How many documents were looked at. */
  readonly documents: number;
  /** Frames a second of the documents. */
  readonly rate?: number;
  readonly milliseconds: number;
}

/** The formats of a search. */
export const searchWriters: Writers<FinishedSearch> = {
  '.csv': searchCsv,
  '.json': searchJson,
  '.svg': (finished) => drawFound(told(finished), finished),
};

function seconds({ firstFrame, endFrame }: FoundMatch, rate: number | undefined): { startSeconds?: number; endSeconds?: number } {
  return rate === undefined ? {} : { startSeconds: firstFrame / rate, endSeconds: endFrame / rate };
}

/** A search as JSON tells it. */
export interface ToldSearch {
  readonly results: readonly {
    readonly document: string;
    readonly frames: number;
    readonly matches: readonly Pick<FoundMatch, 'normalisedCost' | 'firstFrame' | 'endFrame'>[];
  }[];
  readonly query: string;
  readonly queryFrames: number;
  readonly documents: number;
  /** Frames a second of the documents. */
  readonly rate?: number;
}

function told({ found, query, documents, rate }: FinishedSearch) {
  return {
    results: found.map(({ document, matches }, i) => ({
      rank: i + 1,
      document: document.name,
      frames: document.frames,
      matches: matches.map((match) => ({ ...match, ...seconds(match, rate) })),
    })),
    query: query.name,
    queryFrames: query.frames,
    documents,
    ...(rate === undefined ? {} : { rate }),
  } satisfies ToldSearch;
}

/** The ranking as one object. */
export function searchJson(finished: FinishedSearch): string {
  const { abandoned, milliseconds } = finished;
  return plainJson({ ...told(finished), abandoned, milliseconds });
}

function searchCsv({ found, rate }: FinishedSearch): string {
  const rows = found.flatMap(({ document, matches }, i) =>
    matches.map((match): Cell[] => {
      const { startSeconds, endSeconds } = seconds(match, rate);
      const times = rate === undefined ? [] : [startSeconds, endSeconds];
      return [i + 1, document.name, match.cost, match.normalisedCost, match.firstFrame, match.endFrame, ...times];
    }),
  );
  const times = rate === undefined ? [] : ['start_seconds', 'end_seconds'];
  return textTable(['rank', 'document', 'cost', 'normalised_cost', 'start_frame', 'end_frame', ...times], rows);
}

/** Documents as bars with their matches in them. */
export function drawFound({ results, query, queryFrames, documents, rate }: ToldSearch, { theme = 'auto', title }: PictureOptions): string {
  return drawMatches({
    title: title ?? `${basename(query)} in ${plural(documents, 'document')}`,
    subtitle: [
      `${plural(queryFrames, 'frame')} looked for`,
      'cost a frame on the right',
      ...(results.some(({ matches }) => matches.length > 1) ? ['the best match of a document is darkest'] : []),
    ].join(' · '),
    rows: results.map(({ document, frames, matches }) => ({
      name: basename(document),
      length: frames / (rate ?? 1),
      value: formatNumber(Number(matches[0].normalisedCost.toPrecision(4))),
      spans: matches.map(({ firstFrame, endFrame }) => ({ from: firstFrame / (rate ?? 1), to: endFrame / (rate ?? 1) })),
    })),
    inSeconds: rate !== undefined,
    theme,
  });
}
