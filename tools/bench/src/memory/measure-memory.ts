import { inputBytes } from '@rubato/core';
import { cases } from '../cases/cases.ts';
import { makeTask } from '../cases/task.ts';
import { isAbsent } from '../contenders/contender.ts';
import { enterPython, PythonProcess } from '../contenders/python-peers.ts';
import { Affinity } from '../measure/affinity.ts';
import { runScript } from '../run-script.ts';
import type { MemoryCase, MemoryResult } from './memory-case.ts';
import { tiny } from './memory-case.ts';

/** Peak memory of one solve in a fresh process. */
export function measureMemory(memoryCase: MemoryCase, seed: number, python: string | undefined): Promise<MemoryResult> {
  const [peer, threads] = memoryCase.contender.split('-');
  return peer === 'numba' || peer === 'torch' ? inPython(memoryCase, seed, python!, peer, Number(threads)) : inNode(memoryCase, seed);
}

async function inNode(memoryCase: MemoryCase, seed: number): Promise<MemoryResult> {
  const script = new URL('memory-child.ts', import.meta.url);
  const parameters = [memoryCase.caseName, memoryCase.contender, String(seed)];
  return { ...memoryCase, ...(await runScript<Omit<MemoryResult, keyof MemoryCase>>(script, parameters, ['--expose-gc'])) };
}

async function inPython(memoryCase: MemoryCase, seed: number, command: string, peer: string, threads: number): Promise<MemoryResult> {
  const benchCase = cases.find(({ name }) => name === memoryCase.caseName)!;
  const python = new PythonProcess(command, threads, new Affinity());
  try {
    await python.greet();
    const solve = async (task: ReturnType<typeof makeTask>): Promise<void> => {
      const entry = await enterPython(python, peer, task);
      if (isAbsent(entry)) throw new Error(entry.absent);
      await entry.sample();
      await entry.leave();
    };
    for (let i = 0; i < 3; i++) await solve(makeTask(tiny(benchCase), i + 1));
    const before = await python.child.ask<{ bytes: number }>('baseline');
    const task = makeTask(benchCase, seed);
    await solve(task);
    const after = await python.child.ask<{ bytes: number }>('peak');
    const input = inputBytes(task.problem);
    return { ...memoryCase, input, baseline: before.bytes, peak: after.bytes - before.bytes };
  } finally {
    await python.end();
  }
}
