import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../../src/command/run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const training = ['--slices', '4', '--frames', '32', '--epochs', '40', '--units', '4', '--lambdas', '1', '--methods', 'Along GT'];
const FILE = 'Chroma-Along-GT-0.0003.json';

function contentOf(folder: string) {
  const { seconds: _, ...content } = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { seconds: number; history: object[] };
  return content;
}

async function runHere(...args: readonly string[]): Promise<number> {
  const silent = { write: () => undefined };
  return run(args, {
    stdout: silent,
    stderr: { ...silent, isTerminal: false },
    signal: new AbortController().signal,
    now: () => performance.now(),
  });
}

it('goes on from its checkpoints after the process was killed, to the same numbers', async () => {
  const [killed, whole] = [temporaryFolder(), temporaryFolder()];
  const child = spawn(process.execPath, ['--conditions=@rubato/source', main, ...training, '--checkpoints', killed], { stdio: 'ignore' });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => void child.on('close', (_, signal) => resolve(signal)));
  while (!readdirSync(killed).includes(FILE) && child.exitCode === null) await setTimeout(2);
  child.kill('SIGKILL');
  expect(await closed).toBe('SIGKILL');
  expect(contentOf(killed).history.length).toBeLessThan(41);

  expect(await runHere(...training, '--checkpoints', killed, '--resume')).toBe(0);
  expect(await runHere(...training, '--checkpoints', whole)).toBe(0);
  expect(contentOf(killed)).toEqual(contentOf(whole));
  expect(contentOf(whole).history).toHaveLength(41);
});
