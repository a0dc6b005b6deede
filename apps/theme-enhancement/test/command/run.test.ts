import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/command/run.ts';
import { describeShared, sharedFolder } from '../network/support/shared-themes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function perform(args: readonly string[], options: { readonly columns?: number; readonly signal?: AbortSignal } = {}) {
  const streams = { stdout: '', stderr: '' };
  const { columns, signal = new AbortController().signal } = options;
  const code = await run(args, {
    stdout: { write: (text) => void (streams.stdout += text) },
    stderr: { write: (text) => void (streams.stderr += text), ...(columns === undefined ? {} : { columns }) },
    signal,
    now: () => performance.now(),
  });
  return { code, ...streams };
}

describe('the command', () => {
  it('trains every configuration, and ends with the table and a report', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await perform(['--themes', '4', '--epochs', '1', '--report', folder]);
    expect(code, stderr).toBe(0);
    for (const name of [
      'CTC-A',
      'CTC-B',
      'CTC-C',
      'SDTW-D',
      'SDTW-E',
      'CTC-A-W',
      'CTC-B-W',
      'CTC-C-W',
      'SDTW-D-W',
      'SDTW-E-W',
      'EM',
      'strong',
    ]) {
      expect(stdout).toMatch(new RegExp(`^${name} +\\d+\\.\\d %`, 'm'));
    }
    expect(stdout).toMatch(/^perfect frames +\d\d\.\d % +100\.0 %/m);
    expect(stdout).toMatch(/^loudest class/m);
    expect(readdirSync(folder).toSorted()).toEqual(['losses.svg', 'posteriors.svg', 'report.md']);
    expect(readFileSync(join(folder, 'report.md'), 'utf8')).toContain('| CTC-A |');
  });

  it('draws a bar on a terminal, and takes it away again', async () => {
    const { stderr } = await perform(['--themes', '48', '--epochs', '2', '--configurations', 'strong'], { columns: 60 });
    expect(stderr).toContain('█');
    expect(Math.max(...stderr.split(/[\r\n]/).map(({ length }) => length))).toBeLessThan(100);
    expect(stderr).toMatch(/\r +\r$/);
  });

  it.each([
    [['--configurations', 'CTC-Z'], 'CTC-Z'],
    [['--configurations', 'EM,EM'], 'each name once'],
    [['--epochs', '0'], 'a whole number from 1'],
    [['--network', 'full'], '--data'],
    [['--data', 'x'], 'synthesised'],
    [['--resume'], '--checkpoints'],
    [['--network', 'full', '--data', 'nowhere'], 'reference.json'],
    [['--unknown'], 'unknown option'],
    [['--themes', '10001'], 'a whole number from 1 to 10000'],
    [['--report', join(import.meta.filename, 'report')], '--report is'],
    [['--checkpoints', import.meta.filename], '--checkpoints is'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await perform(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('gives every configuration as many epochs, where time is up', async () => {
    const { stdout } = await perform(['--themes', '24', '--epochs', '1000', '--seconds', '1', '--configurations', 'EM,strong']);
    const epochs = [...stdout.matchAll(/^(?:EM|strong) .* of +(\d+) /gm)].map(([, count]) => Number(count));
    expect(epochs).toHaveLength(2);
    expect(epochs[0]).toBe(epochs[1]);
    expect(stdout).toContain('Stopped for time');
  });

  it('gives nearly the same numbers on tfjs-cpu', async () => {
    const args = ['--themes', '4', '--epochs', '1', '--configurations', 'CTC-A,strong'];
    const lossesOf = async (backend: string): Promise<number[]> => {
      const { code, stdout, stderr } = await perform([...args, '--backend', backend]);
      expect(code, stderr).toBe(0);
      return [...stdout.matchAll(/^(?:CTC-A|strong) .*?(\d+\.\d\d) → /gm)].map(([, loss]) => Number(loss));
    };
    const onCpu = await lossesOf('cpu');
    const onWasm = await lossesOf('wasm');
    expect(onCpu).toHaveLength(2);
    onCpu.forEach((loss, k) => expect(loss).toBeCloseTo(onWasm[k], 1));
  });

  it('says what it can do', async () => {
    const { code, stdout } = await perform(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--configurations');
  });

  it('can be interrupted', async () => {
    const controller = new AbortController();
    controller.abort();
    const { code, stderr } = await perform(['--themes', '4'], { signal: controller.signal, columns: 80 });
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'theme-enhancement: interrupted\n' });
  });

  it('tells another failure, also after Ctrl-C', async () => {
    const controller = new AbortController();
    controller.abort();
    const { code, stderr } = await perform(['--network', 'full', '--data', 'nowhere'], { signal: controller.signal });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('reference.json') });
  });

  it('takes the bar away before it says that it was interrupted', async () => {
    const controller = new AbortController();
    let now = 0;
    let stderr = '';
    const code = await run(['--themes', '8', '--epochs', '2', '--configurations', 'strong'], {
      stdout: { write: () => undefined },
      stderr: {
        columns: 60,
        write: (text) => {
          stderr += text;
          controller.abort();
        },
      },
      signal: controller.signal,
      now: () => (now += 1000),
    });
    expect(code).toBe(130);
    expect(stderr).toMatch(/█?░.*\r +\rtheme-enhancement: interrupted\n$/s);
  });

  it('does not write over checkpoints where nobody says to go on from them', async () => {
    const folder = temporaryFolder();
    const args = ['--themes', '4', '--epochs', '1', '--configurations', 'strong', '--checkpoints', folder];
    expect(await perform(args)).toMatchObject({ code: 0 });
    const before = readFileSync(join(folder, 'strong.safetensors'));
    const { code, stderr } = await perform(args);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holds strong.safetensors already; expected --resume'),
    });
    expect(readFileSync(join(folder, 'strong.safetensors'))).toEqual(before);
    expect(await perform([...args, '--resume'])).toMatchObject({ code: 0 });
  });
});

describeShared('the full network', () => {
  it('trains on the shared themes', async () => {
    const { code, stdout, stderr } = await perform([
      '--network',
      'full',
      '--data',
      sharedFolder,
      '--configurations',
      'strong',
      '--epochs',
      '1',
    ]);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('72970 parameters');
    expect(stdout).toMatch(/^strong +\d/m);
  });
});
