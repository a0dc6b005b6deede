import { normaliseProblem, openReference, toDense } from '@rubato/core';
import { writeProblem } from '@rubato/io';
import { drawCostMatrix, drawSoftAlignment } from '@rubato/plot';
import { softDtw } from '@rubato/presets';
import { describe, expect, it, vi } from 'vitest';
import { files } from '../support/pictures.ts';
import { elementsOf } from '../support/svg.ts';
import { createWorld, runIn, textOf, type World } from '../support/world.ts';

async function worldWithProblem(): Promise<World> {
  const world = createWorld(files);
  await runIn(world, 'align', 'a.csv', 'b.csv', '--gamma', '0.5', '--problem', 'problem.json', '--quiet');
  const { 'a.csv': _a, ...rest } = Object.fromEntries(world.files);
  return createWorld(rest);
}

describe('rubato plot of problems and results', () => {
  it('solves a problem for what the picture shows', async () => {
    for (const [kind, title] of [
      ['cost', 'Cost matrix'],
      ['path', 'Cost matrix'],
      ['accumulated', 'Accumulated cost'],
      ['alignment', 'Soft alignment'],
      ['flow', 'Flow of steps'],
    ]) {
      const world = await worldWithProblem();
      expect([await runIn(world, 'plot', 'problem.json', '--kind', kind, '--out', 'x.svg', '--quiet'), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toMatch(new RegExp(`^${kind} of problem.json in x.svg, [0-9.]+ KiB\n$`));
      const svg = textOf(world, 'x.svg');
      expect(svg).toContain(`class="title">${title}`);
      expect(elementsOf(svg).some(({ name }) => name === 'polyline')).toBe(kind === 'path');
    }
    const world = await worldWithProblem();
    expect(await runIn(world, 'plot', 'problem.json', '--out', 'x.svg', '--json')).toBe(0);
    const bytes = world.files.get('x.svg')!.length;
    expect(JSON.parse(world.stdout())).toEqual({ kind: 'cost', file: 'problem.json', output: 'x.svg', theme: 'auto', bytes });
    expect(textOf(world, 'x.svg')).toBe(
      drawCostMatrix({ matrix: { data: [0, 1, 1, 9, 1, 0, 0, 4, 4, 1, 1, 1], rows: 3, columns: 4 }, theme: 'auto' }),
    );
  });

  it('finds a problem wherever its mark stands, and an item without a path', async () => {
    const problem = '{"steps":[[1,1]],"cost":{"kind":"dense","shape":[2,3],"data":[0,1,2,3,4,5]},"minimum":"hardmin","rubato":1}';
    const world = createWorld({ 'p.json': problem });
    expect(await runIn(world, 'plot', 'p.json')).toBe(0);
    expect(world.stdout()).toContain('2 × 3 cells');
    const failing = createWorld({ 'p.json': problem });
    expect(await runIn(failing, 'plot', 'p.json', '--kind', 'path', '--out', 'x.svg')).toBe(1);
    expect(failing.stderr()).toContain('p.json: item 0 has no path');
    expect(failing.files.has('x.svg')).toBe(false);
  });

  it('keeps to the bound of memory', async () => {
    const problem =
      '{"rubato":1,"steps":[[1,0],[0,1]],"cost":{"kind":"dense","shape":[40,50],"data":[' + Array(2000).fill(1).join() + ']}}';
    const world = createWorld({ 'p.json': problem });
    expect(await runIn(world, 'plot', 'p.json', '--max-bytes', '1k')).toBe(2);
    const enough = createWorld({ 'p.json': problem });
    expect(await runIn(enough, 'plot', 'p.json', '--max-bytes', '1M')).toBe(0);
    const features =
      '{"rubato":1,"steps":[[1,1]],"cost":{"kind":"features","x":[1,2,3,4,5,6,7,8,9],"y":[1,2,3,4,5,6,7,8,9],"shape":[9,9],"dimension":1,"localCost":{"name":"squaredEuclidean"}}}';
    const tight = createWorld({ 'p.json': features });
    expect(await runIn(tight, 'plot', 'p.json', '--max-bytes', '600')).toBe(1);
    expect(tight.stderr()).toBe(
      'rubato: drawing p.json needs 648 bytes, more than the 600 bytes allowed; raise --max-bytes or draw costs with align --out FILE.svg, which holds no matrix\n',
    );
  });

  it('draws again what warp, search and align drew, from what they wrote', async () => {
    const world = createWorld({ ...files, 'z.csv': '2\n4\n3\n1\n' });
    const drawn = async (...args: readonly string[]): Promise<string> => {
      expect([await runIn(world, ...args, '--quiet'), world.stderr()]).toEqual([0, '']);
      return textOf(world, args.at(-1)!);
    };
    const search = ['search', 'curve.csv', 'z.csv', 'b.csv', '--matches', '2', '--rate', '2', '--theme', 'dark', '--out', 'found.json'];
    const searched = await drawn(...search, '--out', 'found.svg');
    expect(await drawn('plot', 'found.json', '--kind', 'matches', '--theme', 'dark', '--out', 'again.svg')).toBe(searched);
    const axes = (svg: string): readonly string[] => [...svg.matchAll(/class="label">([^<]*)</g)].map(([, text]) => text);
    const warped = await drawn('warp', 'a.csv', 'b.csv', '--lambda', '1', '--rate', '5', '--out', 'w.json', '--out', 'w.svg');
    const again = await drawn('plot', 'w.json', '--kind', 'warp', '--out', 'w2.svg');
    expect(axes(again)).toEqual(['b.csv (s)', 'a.csv (s)']);
    expect(axes(again)).toEqual(axes(warped));
    // The soft alignment has one set of colours: the picture inside is the same.
    const image = (svg: string): string => /href="([^"]*)"/.exec(svg)![1];
    const soft = await drawn('align', 'a.csv', 'b.csv', '--gamma', '1', '--soft', '--problem', 'p.json', '--out', 'soft.svg');
    expect(image(await drawn('plot', 'p.json', '--kind', 'alignment', '--out', 'soft2.svg'))).toBe(image(soft));
  });

  it('cuts one item out of a batch with bands', async () => {
    const problem = {
      ...softDtw(),
      band: { kind: 'sakoeChiba', radius: 1 } as const,
      cost: { kind: 'dense', data: Float64Array.from({ length: 24 }, (_, i) => (i * 7) % 5), shape: [2, 3, 4] } as const,
    };
    const { softAlignment } = openReference().solveSync(normaliseProblem(problem), { softAlignment: true });
    const data = toDense(softAlignment!).slice(12);
    const world = createWorld({ 'p.json': writeProblem(problem) });
    expect([
      await runIn(world, 'plot', 'p.json', '--kind', 'alignment', '--item', '1', '--backend', 'reference', '--quiet'),
      world.stderr(),
    ]).toEqual([0, '']);
    expect(world.stdout()).toBe(drawSoftAlignment({ theme: 'auto', matrix: { data, rows: 3, columns: 4 } }));
  });

  it('counts all copies of a picture, and refuses before it solves', async () => {
    const side = 300;
    const input = {
      ...softDtw(),
      cost: {
        kind: 'features',
        x: new Float64Array(side),
        y: new Float64Array(side),
        shape: [side, side],
        dimension: 1,
        localCost: { name: 'absolute' },
      } as const,
    };
    const text = writeProblem(input);
    const one = 8 * side * side;
    for (const [kind, most] of [
      ['path', one],
      ['accumulated', one],
      ['alignment', one],
      ['flow', 5 * one],
    ] as const) {
      const world = createWorld({ 'p.json': text });
      const opened = vi.spyOn(world.environment, 'now');
      expect(await runIn(world, 'plot', 'p.json', '--kind', kind, '--max-bytes', String(most))).toBe(1);
      expect(world.stderr()).toMatch(/^rubato: drawing p\.json needs .*, more than the .* allowed/);
      // Solving begins with a look at the clock.
      expect(opened).not.toHaveBeenCalled();
      const enough = createWorld({ 'p.json': text });
      expect([await runIn(enough, 'plot', 'p.json', '--kind', kind, '--max-bytes', '100M'), enough.stderr()]).toEqual([0, '']);
    }
  });
});
