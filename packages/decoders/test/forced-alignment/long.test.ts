import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the script of the long alignment runs, and finds every label, at a thousandth of its size', async () => {
  const script = fileURLToPath(new URL('./long.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=@rubato/source', script, '2700', '300', '4000000']);
  expect(stdout).toContain('2700 frames, 300 labels, at most 4000000 bytes');
  expect(stdout).toContain('300 of 300 labels begin within 2 frames of their place');
});
