import { inputBytes } from '@rubato/core';
import { cases } from '../cases/cases.ts';
import type { Task } from '../cases/task.ts';
import { makeTask } from '../cases/task.ts';
import type { Contender } from '../contenders/contender.ts';
import { isAbsent } from '../contenders/contender.ts';
import { ourContenders } from '../contenders/ours.ts';
import { textbookContender } from '../contenders/textbook.ts';
import { tiny } from './memory-case.ts';
import { forgetPeak, peakBytes, residentBytes } from './resident.ts';

/*
 * Run by Node itself with --expose-gc, so that the peak is that of one solve and of nothing else. Arguments: the name of a case, the
 * name of a contender, a seed. Prints one line of JSON.
 */
const [caseName, id, seed] = process.argv.slice(2);

async function run(contender: Contender, task: Task): Promise<void> {
  const entry = await contender.enter(task);
  if (isAbsent(entry)) throw new Error(entry.absent);
  await entry.sample();
  await entry.leave();
}

const benchCase = cases.find(({ name }) => name === caseName)!;
const contender = await [...ourContenders, textbookContender].find((candidate) => candidate.id === id)!.open();
if (isAbsent(contender)) throw new Error(contender.absent);
for (let i = 0; i < 3; i++) await run(contender, makeTask(tiny(benchCase), i + 1));

const collect = (globalThis as { gc?: () => void }).gc!;
collect();
const baseline = residentBytes();
forgetPeak();
const task = makeTask(benchCase, Number(seed));
await run(contender, task);
process.stdout.write(`${JSON.stringify({ input: inputBytes(task.problem), baseline, peak: peakBytes() - baseline })}\n`);
await contender.close();
