import { expect, it } from 'vitest';
import { decodingCases } from '../../src/decoding/decoding-cases.ts';
import { decodingContenders, npmBeamSearch } from '../../src/decoding/decoding-contenders.ts';
import { decodingPage } from '../../src/decoding/decoding-page.ts';
import { runDecoding } from '../../src/decoding/run-decoding.ts';
import { readEnvironment } from '../../src/report/environment.ts';
import { checkWellFormed } from '../support/markdown-tables.ts';

const options = { rounds: 1, seconds: 0, warmSeconds: 0, seed: 5 };
const affinity = { use: (): void => undefined };

it('compares plain searches, times all, and writes a page', async () => {
  const small = { ...decodingCases[0], frames: 40, beamWidth: 8 };
  const result = await runDecoding(small, decodingContenders, options, affinity);
  expect(result.timings.map(({ contender }) => contender)).toEqual(decodingContenders.map(({ id }) => id));
  expect(result.timings.every(({ framesPerSecond }) => framesPerSecond > 0)).toBe(true);
  checkWellFormed(decodingPage(decodingContenders, [], [result], readEnvironment(false), options), 2);
});

it('stops where an answer is another', async () => {
  const wrong = { ...decodingContenders[0], id: 'wrong', prepare: () => () => ({ labels: [1], logProbability: -1 }) };
  const small = { ...decodingCases[0], frames: 10, beamWidth: 4 };
  await expect(runDecoding(small, [decodingContenders[0], wrong], options, affinity)).rejects.toThrow('wrong decodes something else');
});

it('says where a peer is missing', () => {
  expect(npmBeamSearch('a folder that is not there')).toEqual({ absent: expect.stringContaining('npm install') as string });
});
