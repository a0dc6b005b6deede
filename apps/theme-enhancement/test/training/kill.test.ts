import { readSafetensors } from '@rubato/io';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../../src/command/run.ts';
import type { TrainingState } from '../../src/training/training-state.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const training = ['--configurations', 'CTC-A,strong', '--themes', '24', '--epochs', '6'];

/** What a checkpoint holds, but the time that it took. */
function contentOf(folder: string, configuration: string) {
  const { tensors, metadata } = readSafetensors(readFileSync(join(folder, `${configuration}.safetensors`)));
  const state = JSON.parse(metadata.get('training')!) as Pick<TrainingState, 'history'>;
  return { tensors, identity: metadata.get('identity'), state: { ...state, seconds: undefined } };
}

async function runHere(...args: readonly string[]): Promise<number> {
  const silent = { write: () => undefined };
  return run(args, { stdout: silent, stderr: silent, signal: new AbortController().signal, now: () => performance.now() });
}

it('goes on from its checkpoints after the process was killed, to the same numbers', async () => {
  const killed = temporaryFolder();
  const whole = temporaryFolder();
  const child = spawn(process.execPath, ['--conditions=@rubato/source', main, ...training, '--checkpoints', killed], { stdio: 'ignore' });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => void child.on('close', (_, signal) => resolve(signal)));
  while (!existsSync(join(killed, 'strong.safetensors')) && child.exitCode === null) await setTimeout(2);
  child.kill('SIGKILL');
  expect(await closed).toBe('SIGKILL');
  expect(contentOf(killed, 'strong').state.history.length).toBeLessThan(6);

  expect(await runHere(...training, '--checkpoints', killed, '--resume')).toBe(0);
  expect(await runHere(...training, '--checkpoints', whole)).toBe(0);
  for (const configuration of ['CTC-A', 'strong']) {
    expect(contentOf(killed, configuration)).toEqual(contentOf(whole, configuration));
    expect(contentOf(whole, configuration).state.history).toHaveLength(6);
  }
});
