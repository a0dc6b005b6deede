import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAbsent } from '../contenders/contender.ts';
import { Affinity } from '../measure/affinity.ts';
import { parseOptions } from '../options.ts';
import { readEnvironment } from '../report/environment.ts';
import { decodingCases } from './decoding-cases.ts';
import { decodingContenders, npmBeamSearch } from './decoding-contenders.ts';
import { decodingPage } from './decoding-page.ts';
import type { DecodingResult } from './run-decoding.ts';
import { runDecoding } from './run-decoding.ts';

const PAGE = fileURLToPath(new URL('../../../../docs/decoding-performance.md', import.meta.url));

const { rounds = 7, seed, only, quick, npmPeers, out, writeDocs } = parseOptions(process.argv);
const chosen = decodingCases.filter((each) => (only === undefined || each.name.includes(only)) && (quick !== true || each.quick === true));
const peer = npmBeamSearch(npmPeers);
const contenders = isAbsent(peer) ? decodingContenders : [...decodingContenders, peer];
const affinity = new Affinity();
const results: DecodingResult[] = [];
for (const decodingCase of chosen) {
  console.error(decodingCase.name);
  results.push(await runDecoding(decodingCase, contenders, { rounds, seconds: 2, warmSeconds: 1.2, seed }, affinity));
}
affinity.release();
const absent = isAbsent(peer) ? [`ctc-beam-search was not there: ${peer.absent}.`] : [];
const page = decodingPage(contenders, absent, results, readEnvironment(affinity.pins), { rounds, seed });
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'decoding.md'), page);
if (writeDocs === true) writeFileSync(PAGE, page);
console.log(page);
