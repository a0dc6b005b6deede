import type { Environment } from '../report/environment.ts';
import { describeEnvironment } from '../report/markdown.ts';
import { digits, table, times } from '../report/table.ts';
import type { DecodingContender } from './decoding-contenders.ts';
import type { DecodingResult } from './run-decoding.ts';

/** The page that `pnpm bench:decoding` writes. */
export function decodingPage(
  contenders: readonly DecodingContender[],
  absent: readonly string[],
  results: readonly DecodingResult[],
  environment: Environment,
  options: { readonly rounds: number; readonly seed: number },
): string {
  const find = ({ timings }: DecodingResult, id: string): DecodingResult['timings'][number] | undefined =>
    timings.find(({ contender }) => contender === id);
  const [first, ...others] = contenders;
  const speeds = results.map((result) => [
    result.name,
    ...contenders.map(({ id }) => Math.round(find(result, id)?.framesPerSecond ?? NaN).toLocaleString('en')),
  ]);
  const ratios = results.map((result) => [
    result.name,
    ...others.map(({ id }) => {
      const { median, lower, upper } = find(result, id)!.against;
      return `${times(median)} (${digits(lower)} to ${digits(upper)})`;
    }),
  ]);
  return [
    '# Prefix beam search: frames a second',
    `This page is generated from one run of \`pnpm bench:decoding --write-docs\`; no number in it was typed. One recording of words with noise, float64
log-probabilities, one thread. Plain searches answer alike (the same labels, ln p to 1e-6) before anything is timed, and all run in turn. The language
model is a bigram of some 2,000 words in the ARPA format. "Textbook" keeps a table of prefixes by their text for every frame
(\`tools/bench/src/decoding/textbook-beam-search.ts\`). The npm package \`ctc-beam-search\` 0.1.0 drops paths with two blanks after each other, so its answers
differ and only its time is shown.`,
    describeEnvironment({ environment, options }),
    '## Frames a second',
    table(['case', ...contenders.map(({ label }) => label)], speeds),
    `## Times as long as ${first.label}`,
    table(['case', ...others.map(({ label }) => label)], ratios),
    ...absent,
    '',
  ].join('\n\n');
}
