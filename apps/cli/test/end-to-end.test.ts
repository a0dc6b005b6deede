import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeNpy } from '@rubato/io';
import { dtw } from 'rubato';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProcess } from './support/spawn.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rubato-cli-'));
  writeFileSync(join(folder, 'x.csv'), '1\n2\n3\n');
  writeFileSync(join(folder, 'y.csv'), '1\n2\n2\n4\n');
  const data = Float64Array.from({ length: 12_000 }, (_, n) => Math.sin(n / 100));
  writeFileSync(join(folder, 'long.npy'), writeNpy({ dtype: 'float64', shape: [12_000, 1], data }));
  // An alignment of many seconds.
  const [frames, labels] = [30_000, 4000];
  const uniform = new Float32Array(frames * 3).fill(1 / 3);
  writeFileSync(join(folder, 'posteriors.npy'), writeNpy({ dtype: 'float32', shape: [frames, 3], data: uniform }));
  const alternating = Int32Array.from({ length: labels }, (_, l) => 1 + (l % 2));
  writeFileSync(join(folder, 'labels.npy'), writeNpy({ dtype: 'int32', shape: [labels], data: alternating }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the process', () => {
  it('prints one JSON object and nothing else, and writes files', async () => {
    const { code, stdout, stderr } = await runProcess(['align', 'x.csv', 'y.csv', '--json', '--out', 'path.csv', '--out', 'map.svg'], {
      cwd: folder,
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ ...dtw([1, 2, 3], [1, 2, 2, 4]), rows: 3, columns: 4, backend: 'cpu' });
    expect(readFileSync(join(folder, 'path.csv'), 'utf8')).toBe('row,column\n0,0\n1,1\n1,2\n2,3\n');
    expect(readFileSync(join(folder, 'map.svg'), 'utf8')).toMatch(/^<svg /);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('says what is wrong in one line on standard error and ends with 2', async () => {
    const { code, stdout, stderr } = await runProcess(['align', 'x.csv', 'none.csv', '--json'], { cwd: folder });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: 'rubato: none.csv does not exist\n' });
    const folderMissing = await runProcess(['align', 'x.csv', 'y.csv', '--out', 'none/path.csv'], { cwd: folder });
    expect(folderMissing).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'rubato: none/path.csv cannot be written: the folder none does not exist; make it first\n',
    });
    const large = await runProcess(['align', 'long.npy', 'y.csv', '--max-bytes', '1k'], { cwd: folder });
    expect(large).toMatchObject({ code: 2, stderr: 'rubato: long.npy has 94 KiB, more than the 1.0 KiB allowed; raise --max-bytes\n' });
  });

  it('ends with 1 where there is no answer', async () => {
    const { code, stdout, stderr } = await runProcess(['align', 'x.csv', 'y.csv', '--steps', '1,1'], { cwd: folder });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^rubato: there is no alignment of x\.csv and y\.csv: .*\n$/);
  });

  it.each([
    [['align', 'long.npy', 'long.npy', '--gamma', '1']],
    [['force', 'posteriors.npy', 'labels.npy']],
    [['search', 'long.npy', 'long.npy', '--matches', '3']],
    [['decode', 'posteriors.npy', '--beam', '4000']],
  ])('%j ends with 130 on Ctrl-C, in the middle of the work, without half a file', async (args) => {
    const running = runProcess([...args, '--json', '--out', 'never.csv'], {
      cwd: folder,
      onSpawn: (signal) => setTimeout(() => signal('SIGINT'), 1500),
    });
    const { code, stdout, stderr } = await running;
    expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: 'rubato: interrupted\n' });
    expect(readdirSync(folder).some((name) => name.includes('never.csv'))).toBe(false);
  });

  it('keeps a warp within --max-bytes, and refuses it before it takes the memory', async () => {
    const MIB = 2 ** 20;
    const args = ['warp', 'x.csv', 'y.csv', '--lambda', '0.1', '--json'];
    const idle = await runProcess(args, { cwd: folder });
    const many = [...args, '--knots', '200000', '--max-bytes'];
    const refused = await runProcess([...many, '150M'], { cwd: folder });
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/^rubato: warping x\.csv to y\.csv needs 221 MiB, more than the 150 MiB allowed/);
    expect(refused.peakBytes - idle.peakBytes).toBeLessThan(40 * MIB);
    // What the collector has not yet given back comes on top.
    const allowed = await runProcess([...many, '222M'], { cwd: folder });
    expect([allowed.code, allowed.stderr]).toEqual([0, '']);
    expect(allowed.peakBytes - idle.peakBytes).toBeLessThan((222 + 64) * MIB);
    expect(allowed.peakBytes - idle.peakBytes).toBeGreaterThan(60 * MIB);
    const validated = await runProcess([...args.with(4, 'cv'), '--knots', '20000', '--max-bytes', '60M'], { cwd: folder });
    expect(validated.stderr).toMatch(/needs 1[0-9]{2} MiB/);
    expect(validated.peakBytes - idle.peakBytes).toBeLessThan(40 * MIB);
  });
});
