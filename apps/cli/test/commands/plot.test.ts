import { drawAlignedScore, drawCostMatrix, drawErrors, drawLossCurves, drawPosteriors, drawWarp, drawWarpedSignals } from '@rubato/plot';
import { describe, expect, it } from 'vitest';
import { files, matrix } from '../support/pictures.ts';
import { createWorld, refusal, runIn } from '../support/world.ts';

describe('rubato plot', () => {
  it('draws arrays and tables as the library does', async () => {
    const look = { theme: 'dark', title: 'a title' } as const;
    const path = [0, 0, 1, 1, 1, 2];
    const errors = { positions: [0, 1.5], milliseconds: [12, -7], subtitle: '2 events' };
    const warp = { times: [0, 1, 2], values: [0, 1.5, 2] };
    const times = { yName: 'time of B', xName: 'time of A' };
    const curve = { times: [0, 1, 2], values: [1, 2, 4], channels: 1 };
    const notes = [
      { pitch: 60, start: 0, end: 1 },
      { pitch: 64, start: 1, end: 2 },
    ];
    const curves = [
      { name: 'training', values: [4, 3, NaN], x: [1, 2, 3] },
      { name: 'validation', values: [5, 4, 3.5], x: [1, 2, 3] },
    ];
    const rare = { name: 'train', values: [3, 2, 1], x: [100, 200, 500] };
    const posteriors = { data: [0.25, 0.75, 1, 0], frames: 2, classes: 2 };
    const cases: readonly (readonly [readonly string[], string])[] = [
      [['cost.npy', '--path', 'path.csv', '--turned'], drawCostMatrix({ ...look, matrix, path, turned: true })],
      [
        ['p.npy', '--kind', 'posteriors', '--symbols', 'names.txt', '--frame-rate', '2'],
        drawPosteriors({ ...look, posteriors, classes: ['C', '<D>'], frameRate: 2 }),
      ],
      [['losses.csv', '--kind', 'losses', '--logarithmic'], drawLossCurves({ ...look, curves, xName: 'epoch', logarithmic: true })],
      [['every.csv', '--kind', 'losses'], drawLossCurves({ ...look, curves: [rare], xName: 'Epoch' })],
      [['errors.csv', '--kind', 'errors'], drawErrors({ ...look, ...errors })],
      [['swapped.csv', '--kind', 'errors'], drawErrors({ ...look, ...errors })],
      [['warp.csv', '--kind', 'warp', '--truth', 'warp.json'], drawWarp({ ...look, ...times, warp, truth: warp })],
      [['warp.json', '--kind', 'warp'], drawWarp({ ...look, ...times, warp })],
      [['turned.csv', '--kind', 'warp'], drawWarp({ ...look, ...times, warp })],
      [['bare.csv', '--kind', 'warp'], drawWarp({ ...look, ...times, warp })],
      [['named.csv', '--kind', 'warp'], drawWarp({ ...look, yName: 'score', xName: 'performance', warp })],
      [['units.json', '--kind', 'warp'], drawWarp({ ...look, yName: 'b.csv (s)', xName: 'a.csv (s)', warp })],
      [
        ['units.json', '--kind', 'signals', '--a', 'x.csv', '--b', 'y.csv', '--axis', '1', '--rate', '2,3'],
        drawWarpedSignals({
          ...look,
          xName: 'x.csv (s)',
          yName: 'y.csv (s)',
          warp,
          x: { times: [0, 0.5, 1, 1.5], values: [1, 0, 1, 0, 2, 1, 2, 2, 1, 1, 3, 1], channels: 3 },
          y: { times: [0, 1 / 3, 2 / 3, 1], values: [1, 1, 0, 0, 1, 2, 2, 1, 2, 1, 1, 3], channels: 3 },
        }),
      ],
      [
        ['frames.json', '--kind', 'signals', '--a', 'curve.csv', '--b', 'curve.csv'],
        drawWarpedSignals({ ...look, xName: 'curve.csv (frames)', yName: 'curve.csv (frames)', warp, x: curve, y: curve }),
      ],
      [
        ['units.json', '--kind', 'score', '--notes', 'notes.csv', '--truth', 'truth.csv'],
        drawAlignedScore({ ...look, subtitle: '2 notes', notes, warp, truth: { times: [0, 1, 2], values: [0, 1, 2] } }),
      ],
      [
        ['units.json', '--kind', 'score', '--notes', 'notes.mid', '--truth', 'truth.csv'],
        drawAlignedScore({ ...look, subtitle: '1 note', notes: notes.slice(0, 1), warp, truth: { times: [0, 1, 2], values: [0, 1, 2] } }),
      ],
    ];
    for (const [args, expected] of cases) {
      const world = createWorld(files);
      expect([await runIn(world, 'plot', ...args, '--theme', 'dark', '--title', 'a title'), world.stderr()]).toEqual([0, '']);
      expect(world.stdout()).toBe(expected);
    }
  });

  it('refuses with the file and what would be right, and writes nothing', async () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['cost.npy', '--kind', 'pie'], /--kind is 'pie'; give one of cost, path, accumulated/],
      [['cost.npy', '--theme', 'pink'], /--theme is 'pink'; give one of auto, light, dark/],
      [['cost.npy', '--out', 'x.png'], /--out x\.png: pictures are \.svg/],
      [['cost.npy', '--out', 'none/x.svg'], /none\/x\.svg cannot be written/],
      [['cost.npy', '--json'], /give --out/],
      [['cost.npy', '--kind', 'path'], /give the path of this matrix with --path/],
      [['cost.npy', '--kind', 'flow'], /is no problem file/],
      [['cost.npy', '--path', 'losses.csv'], /a path is \[pairs, 2\]/],
      [['cost.npy', '--kind', 'posteriors'], /cost\.npy: posteriors\.data\[2\] is 4; expected a probability/],
      [['missing.npy'], /missing\.npy does not exist/],
      [['p.npy', '--kind', 'posteriors', '--symbols', 'losses.csv'], /losses\.csv has 4 lines for 2 classes/],
      [['cost.npy', '--truth', 'missing.csv'], /--kind cost has no --truth, which belongs to warp or score; leave it out/],
      [['cost.npy', '--symbols', 'missing.txt'], /--kind cost has no --symbols, which belongs to posteriors or targets/],
      [['cost.npy', '--frame-rate', '9'], /no --frame-rate/],
      [['cost.npy', '--logarithmic'], /no --logarithmic, which belongs to losses;/],
      [['cost.npy', '--blank-columns'], /no --blank-columns, which belongs to alignment;/],
      [['cost.npy', '--item', '7'], /cost\.npy is no problem file; leave out --item/],
      [['cost.npy', '--precision', 'float32'], /cost\.npy is no problem file; leave out --precision/],
      [['cost.npy', '--kind', 'accumulated', '--backend', 'nonsense'], /cost\.npy is no problem file; leave out --backend/],
      [['cost.npy', '--backend', 'nonsense'], /--kind cost has no --backend, which belongs to path, accumulated, alignment or flow/],
      [['p.npy', '--kind', 'targets', '--logits'], /--kind targets has no --logits, which belongs to posteriors;/],
      [['p.npy', '--kind', 'targets', '--form', 'probabilities'], /--kind targets has no --form/],
      [['losses.csv', '--kind', 'losses', '--path', 'missing.csv'], /--kind losses has no --path/],
      [['losses.csv', '--kind', 'losses', '--rate', '50'], /--kind losses has no --rate/],
      [['cost.npy', '--kind', 'flow', '--path', 'path.csv'], /--kind flow has no --path/],
      [['cost.npy', '--path', 'badpath.csv'], /^rubato: badpath\.csv: path/],
      [['warp.csv', '--kind', 'warp', '--truth', 'backwards.csv'], /^rubato: backwards\.csv: truth\.times\[2\]/],
      [['half.csv', '--kind', 'warp'], /half\.csv has a column time_b and none called time_a; name both/],
      [['curve.csv', '--kind', 'warp'], /curve\.csv has one column; two are needed, time_b and time_a/],
      [['back.csv', '--kind', 'losses'], /back\.csv: the column epoch counts, and its row 1 \(from 0\) has 1; expected a number above 1/],
      [['unknown.csv', '--kind', 'losses'], /the column epoch counts, and its row 0 \(from 0\) has NaN; expected a finite number/],
      [
        ['warp.json', '--kind', 'signals', '--a', 'x.csv'],
        /--kind signals needs both sequences that the warp is between: --a FILE --b FILE/,
      ],
      [['warp.json', '--kind', 'signals', '--a', 'a.wav', '--b', 'y.csv'], /--a a\.wav: give features; rubato warp --picture signals/],
      [['warp.json', '--kind', 'signals', '--a', 'x.csv', '--b', 'curve.csv'], /^rubato: curve\.csv: y\.channels/],
      [['units.json', '--kind', 'signals', '--a', 'x.csv', '--b', 'y.csv'], /units\.json is in seconds; give the frames a second/],
      [['frames.json', '--kind', 'signals', '--a', 'x.csv', '--b', 'y.csv', '--rate', '2'], /frames\.json is in frames; leave out --rate/],
      [['warp.json', '--kind', 'score', '--truth', 'truth.csv'], /--kind score needs the score's notes/],
      [['warp.json', '--kind', 'score', '--notes', 'notes.csv'], /--kind score needs the warp as it was played: --truth FILE/],
      [
        ['frames.json', '--kind', 'score', '--notes', 'notes.csv', '--truth', 'truth.csv'],
        /frames\.json is in frames; a score needs seconds/,
      ],
      [['warp.json', '--kind', 'score', '--notes', 'late.csv', '--truth', 'truth.csv'], /^rubato: late\.csv: notes\[0\] lasts from 0 to 9/],
      [['warp.json', '--kind', 'score', '--notes', 'losses.csv', '--truth', 'truth.csv'], /losses\.csv: .*pitch/],
      [['warp.json', '--kind', 'score', '--notes', 'a.wav', '--truth', 'truth.csv'], /--notes a\.wav: notes are \.mid, or a table/],
      [['warp.json', '--kind', 'matches'], /warp\.json is no result of a search/],
      [['warp.csv', '--kind', 'matches'], /warp\.csv: matches are \.json/],
      [['path.csv', '--kind', 'warp'], /path\.csv: warp\.times\[2\] is 1; expected a number above 1/],
    ];
    for (const [args, message] of cases) {
      const world = createWorld(files);
      expect(await refusal(world, 'plot', ...args)).toMatch(message);
      expect([...world.files.keys()]).toEqual(Object.keys(files));
    }
  });
});
