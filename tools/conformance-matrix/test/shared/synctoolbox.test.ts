import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readNpy } from '../support/npy.ts';
import { describeShared, readShared, sharedPath } from '../support/shared.ts';

const MEBIBYTE = 2 ** 20;

describeShared('data/synctoolbox', () => {
  describe.each(['cpu', 'wasm'])('two recordings of a song, 7518 × 6860 frames, by %s in a process of their own', (backend) => {
    const child = fileURLToPath(new URL('align-child.ts', import.meta.url));
    const features = ['f_chroma_1.npy', 'f_chroma_2.npy'].map((name) => sharedPath(`data/synctoolbox/${name}`));
    const run = (): { path: number[]; value: number; peakBytes: number } =>
      JSON.parse(
        execFileSync(process.execPath, ['--conditions=@rubato/source', child, backend, ...features], {
          encoding: 'utf8',
          maxBuffer: 16 * MEBIBYTE,
        }),
      ) as ReturnType<typeof run>;

    it("are aligned along Sync Toolbox's own path, step for step, in less than 300 MiB", () => {
      const { path, value, peakBytes } = run();
      const { data, shape } = readNpy(readShared('data/synctoolbox/wp.npy'));
      expect(shape).toEqual([2, 8440]);
      const expected = Array.from({ length: 2 * shape[1] }, (_, i) => data[(i % 2) * shape[1] + (i >> 1)]);
      expect(path).toEqual(expected);
      expect(Number.isFinite(value)).toBe(true);
      expect(peakBytes / MEBIBYTE).toBeLessThan(300);
    });
  });
});
