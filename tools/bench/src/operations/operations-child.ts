import { makeTask, requestOf } from '../cases/task.ts';
import { isAbsent } from '../contenders/contender.ts';
import { ourContenders } from '../contenders/ours.ts';
import { tiny } from '../memory/memory-case.ts';
import { CountingWebAssembly } from './counting-webassembly.ts';
import { perCell } from './count-operations.ts';
import type { CaseOperations, CountedOperations } from './count-operations.ts';
import { operationCases } from './operation-cases.ts';

/*
 * Run by Node itself, so that the package's modules are compiled after counting began. Argument: the name of a contender. Prints
 * one line of JSON.
 */
async function count(id: string): Promise<CountedOperations> {
  const counting = new CountingWebAssembly();
  const contender = await ourContenders.find((entry) => entry.id === id)!.open();
  if (isAbsent(contender)) return contender;
  const cases: Record<string, CaseOperations> = {};
  for (const benchCase of operationCases) {
    const task = makeTask(benchCase, 1);
    const solve = async (request: object): Promise<void> => void (await contender.solve(task.problem, request));
    if (isAbsent(await contender.enter(task))) continue;
    await contender.solve(makeTask({ ...tiny(benchCase), batch: 1 }, 1).problem, requestOf(benchCase));
    counting.take();
    await solve({});
    const forward = perCell(counting.take(), task.cells);
    await solve(requestOf(benchCase));
    cases[benchCase.name] = { forward, both: perCell(counting.take(), task.cells) };
  }
  await contender.close();
  return { moduleBytes: counting.moduleBytes.reduce((sum, bytes) => sum + bytes, 0), cases };
}

process.stdout.write(`${JSON.stringify(await count(process.argv[2]))}\n`);
