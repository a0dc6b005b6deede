import { writeNpy } from '@rubato/io';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { files as posteriors } from '../support/posteriors.ts';
import { elementsOf } from '../support/svg.ts';
import { createWorld, refusal, runIn, textOf, type World } from '../support/world.ts';

/** Called when a picture is begun. */
const drawing = vi.hoisted((): { begun: () => void } => ({ begun: () => undefined }));
afterEach(() => void (drawing.begun = () => undefined));

vi.mock('@rubato/plot', async (original) => {
  const plot = await original<Record<string, unknown>>();
  const watched = Object.entries(plot).map(([name, member]) => {
    if (!name.startsWith('draw')) return [name, member] as const;
    const draw = member as (...args: readonly unknown[]) => string;
    return [name, (...args: readonly unknown[]) => (drawing.begun(), draw(...args))] as const;
  });
  return Object.fromEntries(watched);
});

const files: Readonly<Record<string, Uint8Array | string>> = {
  ...posteriors,
  'a.csv': '1\n2\n3\n5\n',
  'b.csv': '1\n2\n2\n4\n6\n',
  'path.csv': 'row,column\n0,0\n1,1\n2,2\n',
  'events.csv': '0,0\n1,1.5\n2,2\n',
  'problem.json': '{"rubato":1,"steps":[[1,0],[0,1],[1,1]],"cost":{"kind":"dense","shape":[2,2],"data":[0,1,1,0]}}',
  'cost.npy': writeNpy({ dtype: 'float64', shape: [2, 2], data: Float64Array.of(0, 1, 1, 0) }),
};

/** Every command that draws, with inputs of its own; the option that says where to is left out. */
const DRAWING: readonly { readonly args: readonly string[]; readonly to: string }[] = [
  { args: ['align', 'a.csv', 'b.csv'], to: '--out' },
  { args: ['warp', 'a.csv', 'b.csv', '--lambda', '0.1'], to: '--out' },
  { args: ['search', 'a.csv', 'b.csv'], to: '--out' },
  { args: ['diagnose', 'p.npy', '--labels', '1 2', '--probabilities'], to: '--out' },
  { args: ['decode', 'p.npy'], to: '--out' },
  { args: ['force', 'p.npy', '1 2'], to: '--out' },
  { args: ['eval', 'alignment', 'path.csv', 'events.csv', '--rate', '1'], to: '--out' },
  { args: ['plot', 'cost.npy'], to: '--out' },
];

describe('pictures of all commands', () => {
  it.each(DRAWING)('$args.0: the reader’s theme by default, any other and a title on request', async ({ args, to }) => {
    for (const [look, shown] of [
      [[], 'rubato-auto'],
      [['--theme', 'light'], 'rubato-light'],
      [['--theme', 'dark', '--title', 'My <title>'], 'rubato-dark'],
    ] as const) {
      const world = createWorld(files);
      expect([await runIn(world, ...args, to, 'x.svg', ...look), world.stderr()]).toEqual([0, '']);
      const svg = textOf(world, 'x.svg');
      expect(elementsOf(svg)[0].attributes['class']).toBe(shown);
      expect(svg.includes('class="title">My &lt;title&gt;<')).toBe(look.length === 4);
    }
  });

  it.each(DRAWING)('$args.0: Ctrl-C while it draws ends with 130, without a file', async ({ args, to }) => {
    const world = createWorld(files);
    drawing.begun = interruptIn(world);
    expect(await runIn(world, ...args, to, 'x.svg')).toBe(130);
    expect([world.files.has('x.svg'), world.stdout(), world.stderr()]).toEqual([false, '', 'rubato: interrupted\n']);
  });

  it('Ctrl-C leaves standard output without half a result', async () => {
    const world = createWorld(files);
    drawing.begun = interruptIn(world);
    expect([await runIn(world, 'plot', 'cost.npy'), world.stdout()]).toEqual([130, '']);
  });
});

/** Nothing gives way while a picture is drawn: the handler of Ctrl-C runs behind it, and the turn of the event loop may have to end first. */
function interruptIn({ controller }: World): () => void {
  return () => void setImmediate(() => setImmediate(() => controller.abort()));
}

describe('inputs', () => {
  it.each([
    [['align', 'a.csv', 'b.csv', '--out', 'b.csv'], '--out b.csv'],
    [['align', 'a.json', 'b.csv', '--problem', 'a.json'], '--problem a.json'],
    [['align', 'x.npz:a', 'b.csv', '--out', 'x.npz'], '--out x.npz'],
    [['warp', 'a.csv', 'b.csv', '--lambda', '1', '--out', 'a.csv'], '--out a.csv'],
    [['search', 'a.csv', 'b.csv', 'c.csv', '--out', 'c.csv'], '--out c.csv'],
    [['diagnose', 'p.npy', '--labels', '1 2', '--probabilities', '--out', 'p.npy'], '--out p.npy'],
    [['diagnose', 'p.npy', '--labels', '1 2', '--probabilities', '--reference', 'q.npy', '--out', 'q.npy'], '--out q.npy'],
    [['decode', 'p.npy', '--symbols', 'names.txt', '--out', 'names.txt'], '--out names.txt'],
    [['force', 'p.npy', 'labels.csv', '--out', 'labels.csv'], '--out labels.csv'],
    [['eval', 'alignment', 'path.csv', 'events.csv', '--rate', '1', '--out', 'events.csv'], '--out events.csv'],
    [['loss', 'p.npy', '--labels', '1', '--probabilities', '--gradient', 'p.npy'], '--gradient p.npy'],
    [['plot', 'p.svg', '--out', 'p.svg'], '--out p.svg'],
  ])('are not replaced: %j', async (args, what) => {
    const all = { ...files, 'a.json': '[1,2,3]', 'x.npz': 'any', 'c.csv': '1\n', 'q.npy': 'any', 'p.svg': 'any' };
    const world = createWorld(all);
    const file = what.split(' ')[1];
    expect(await refusal(world, ...args)).toBe(`rubato: ${what} would replace ${file}, which is read; name another file`);
    expect(world.files.get(file)).toEqual(createWorld(all).files.get(file));
  });
});
