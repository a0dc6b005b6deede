import { createRandom } from '@rubato/core';
import { drawErrors, drawLossCurves, drawMatches } from '@rubato/plot';
import { type Picture, picture } from './picture.ts';

export function numberPictures(): readonly Picture[] {
  const random = createRandom(7);
  const losses = (floor: number, rise: number): number[] =>
    Array.from({ length: 60 }, (_, k) => floor + 4 * Math.exp(-k / 9) + rise * Math.max(0, k - 25) + 0.12 * (random() - 0.5));
  const validation = losses(0.5, 0.012);
  const best = validation.indexOf(Math.min(...validation));
  const diverged = losses(0.9, 0).map((loss, k) => (k < 20 ? loss : k === 20 ? Infinity : k < 24 ? NaN : loss + 0.4));
  const positions = Array.from({ length: 40 }, (_, k) => 1.2 + 2.3 * k + random());
  return [
    picture(
      {
        file: 'losses.svg',
        name: 'Loss curves',
        text: 'Losses by epoch. A curve breaks where a loss is NaN; where it is infinite a triangle stands at the edge.',
      },
      drawLossCurves,
      {
        curves: [
          { name: 'training', values: losses(0.3, 0) },
          { name: 'validation', values: validation, best },
          { name: 'without a schedule', values: diverged },
        ],
      },
    ),
    picture({ file: 'losses-logarithmic.svg', name: 'Logarithmic losses', text: 'The same upwards in powers of ten.' }, drawLossCurves, {
      title: 'Objective of a solver',
      curves: [
        { name: 'grid', values: Array.from({ length: 40 }, (_, k) => 30 * 0.55 ** k + 1e-6) },
        { name: 'polish', values: Array.from({ length: 40 }, (_, k) => 30 * 0.4 ** k + 1e-12) },
      ],
      logarithmic: true,
      xName: 'iteration',
      yName: 'objective',
    }),
    picture({ file: 'errors.svg', name: 'Error profile', text: 'How far an alignment is off at annotated events.' }, drawErrors, {
      title: 'Errors at measures',
      subtitle: '40 measures',
      positions,
      milliseconds: positions.map((position) => 60 * Math.sin(position / 11) + 90 * (random() - 0.5)),
    }),
    picture({ file: 'matches.svg', name: 'Matches', text: 'Where a query sounds in a collection, the best document first.' }, drawMatches, {
      title: 'A theme in four recordings',
      subtitle: 'cost a frame on the right',
      inSeconds: true,
      rows: [
        {
          name: 'first-movement.wav',
          length: 221,
          value: '0.12',
          spans: [
            { from: 12, to: 19 },
            { from: 131, to: 139 },
          ],
        },
        { name: 'second-movement.wav', length: 164, value: '0.35', spans: [{ from: 80, to: 86 }] },
        { name: 'finale.wav', length: 302, value: '0.61', spans: [{ from: 250, to: 258 }] },
        { name: 'encore.wav', length: 95, value: '0.77', spans: [{ from: 40, to: 45 }] },
      ],
    }),
  ];
}
