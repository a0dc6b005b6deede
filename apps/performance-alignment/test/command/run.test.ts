import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../src/command/run.ts';
import { methods } from '../../src/losses/method.ts';
import { describeShared, sharedFolder } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function perform(args: readonly string[], options: { readonly isTerminal?: boolean; readonly signal?: AbortSignal } = {}) {
  const streams = { stdout: '', stderr: '' };
  const { isTerminal = false, signal = new AbortController().signal } = options;
  let now = 0;
  const code = await run(args, {
    stdout: { write: (text) => void (streams.stdout += text) },
    stderr: { write: (text) => void (streams.stderr += text), isTerminal },
    signal,
    now: () => (now += 1000),
  });
  return { code, ...streams };
}

const small = ['--slices', '4', '--frames', '48', '--epochs', '1', '--units', '4', '--lambdas', '0.5,2'];

describe('the command', () => {
  it('trains every method on pieces of its own, and ends with the table and a report', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await perform([...small, '--report', folder], { isTerminal: true });
    expect(code, stderr).toBe(0);
    for (const method of methods) expect(stdout).toContain(`Chroma   ${method}`);
    expect(stderr).toMatch(/\rChroma, DecDTW: \d+ %/);
    expect(stderr).toMatch(/\r +\r$/);
    const page = readFileSync(join(folder, 'report.md'), 'utf8');
    const pictures = readdirSync(folder).filter((file) => file.endsWith('.svg'));
    expect(pictures.toSorted()).toEqual([
      'chroma-errors.svg',
      'chroma-learning.svg',
      'chroma-score-base.svg',
      'chroma-score-decdtw.svg',
      'chroma-slice-errors.svg',
      'chroma-warp-base.svg',
      'chroma-warp-decdtw.svg',
    ]);
    for (const file of pictures) {
      expect(page).toContain(`(${file})`);
      expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    }
    const { rows } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
      readonly rows: readonly { readonly method: string; readonly timeError: number; readonly slices: readonly object[] }[];
    };
    expect(rows.map(({ method }) => method)).toEqual(methods);
    for (const { method, timeError, slices } of rows) {
      expect(slices).toHaveLength(2);
      expect(page).toMatch(
        new RegExp(`\\| Chroma \\| ${method.replaceAll(/[()]/g, String.raw`\$&`)} \\| G?DTW \\| ${timeError.toFixed(1)} \\|`),
      );
    }
  });

  it.each([
    [['--methods', 'DTW'], '--methods'],
    [['--methods', 'DILATE,DILATE'], 'each one once'],
    [['--features', 'pitch'], '--features'],
    [['--lambdas', '0'], 'a number above 0'],
    [['--epochs', 'x'], 'a whole number from 0'],
    [['--frames', '4'], 'a whole number from 8'],
    [['--data', 'nowhere'], 'without Fugue'],
    [['--data', 'nowhere', '--embedded'], 'none beside --embedded'],
    [['--resume'], '--checkpoints'],
    [['--unknown'], 'unknown option'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await perform(args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('fails where nothing can be written, before any work', async () => {
    const { code, stderr, stdout } = await perform([...small, '--report', join(import.meta.filename, 'report')]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('cannot be written');
  });

  it('says what it can do', async () => {
    const { code, stdout } = await perform(['--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--architecture');
  });

  it('can be interrupted', async () => {
    const { code, stderr } = await perform(small, { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(stderr).toMatch(/interrupted\n$/);
  });
});

describeShared('the shared performances', () => {
  it('can be trained on', async () => {
    const args = [...small, '--data', sharedFolder, '--features', 'chroma,melspec', '--methods', 'DecDTW'];
    const { code, stdout, stderr } = await perform(args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Well-Tempered Clavier');
    expect(stdout).toMatch(/^Melspec +DecDTW +GDTW +\d/m);
  });
});
