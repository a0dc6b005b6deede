import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from '../src/run-script.ts';

const folder = mkdtempSync(join(tmpdir(), 'rubato-bench-script-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): URL {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name));
}

describe('runScript', () => {
  it('hands over parameters and flags, and reads JSON', async () => {
    const url = script('echo.ts', 'process.stdout.write(JSON.stringify([process.argv.slice(2), process.execArgv.at(-1), typeof gc]));');
    expect(await runScript(url, ['a', 'b c'], ['--expose-gc'])).toEqual([['a', 'b c'], '--expose-gc', 'function']);
  });

  it("rejects with the script's error", async () => {
    await expect(runScript(script('fail.ts', "throw new RangeError('too much');"), [])).rejects.toThrow(/^RangeError: too much$/);
    await expect(runScript(script('end.ts', 'process.exitCode = 3;'), [])).rejects.toThrow(/^Command failed/);
  });
});
