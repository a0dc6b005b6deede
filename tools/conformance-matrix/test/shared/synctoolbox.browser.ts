import { normaliseProblem, openBackend } from 'rubato';
import { describe, expect, it } from 'vitest';
import { readNpy, transpose } from '../support/npy.ts';

declare global {
  interface ImportMeta {
    /** What the test server makes of a pattern: the address of every file that is there. */
    glob(
      pattern: string,
      options: { readonly import: 'default'; readonly query: '?url' },
    ): Readonly<Record<string, () => Promise<unknown>>>;
  }
}

const folder = '../../../../../shared/data/synctoolbox/';
const addresses = import.meta.glob('../../../../../shared/data/synctoolbox/*.npy', { import: 'default', query: '?url' });
const isThere = Object.keys(addresses).length > 0;

const read = async (name: string): Promise<ReturnType<typeof readNpy>> => {
  const response = await fetch((await addresses[`${folder}${name}`]()) as string);
  return readNpy(new Uint8Array(await response.arrayBuffer()));
};

describe.runIf(isThere)(isThere ? 'data/synctoolbox in a browser' : 'data/synctoolbox (skipped: ../shared is absent)', () => {
  it("two recordings of 7518 × 6860 frames are aligned along Sync Toolbox's own path, step for step", async () => {
    const [x, y] = (await Promise.all(['f_chroma_1.npy', 'f_chroma_2.npy'].map(read))).map(transpose);
    const { data, shape } = await read('wp.npy');
    const problem = normaliseProblem({
      cost: {
        kind: 'features',
        x: x.data,
        y: y.data,
        shape: [x.shape[0], y.shape[0]],
        dimension: 12,
        localCost: { name: 'innerProduct', parameters: { offset: 2 } },
      },
      steps: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
      minimum: 'hardmin',
    });
    const backend = await openBackend('wasm');
    const { paths } = await backend.solve(problem, { path: true });
    await backend.dispose();
    const expected = Array.from({ length: 2 * shape[1] }, (_, i) => data[(i % 2) * shape[1] + (i >> 1)]);
    expect(Array.from(paths![0])).toEqual(expected);
  });
});
