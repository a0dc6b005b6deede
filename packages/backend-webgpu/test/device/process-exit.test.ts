import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { absent } from './support/on-device.ts';

const program = fileURLToPath(new URL('support/process.ts', import.meta.url));

/** Exit status and output of a process that uses a device; `timeout` ends one that hangs. */
function run(how: string): { status: number | null; output: string } {
  const { status, stdout, signal } = spawnSync(process.execPath, ['--expose-gc', '--conditions=@rubato/source', program, how], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: signal === null ? stdout.trim() : `ended by ${signal}` };
}

describe.skipIf(absent !== undefined)('a process that used a device', () => {
  it.each(['disposed', 'kept', 'collected'])('ends by itself, its device %s', (how) => {
    expect(run(how)).toEqual({ status: 0, output: '3,6,9' });
  });
});
