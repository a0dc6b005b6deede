import { classPictures } from './class-pictures.ts';
import { latticePictures } from './lattice-pictures.ts';
import { numberPictures } from './number-pictures.ts';
import type { Picture } from './picture.ts';
import { warpPictures } from './warp-pictures.ts';

/** All files of the gallery by name: its page and its pictures. The same on every machine. */
export function galleryFiles(): ReadonlyMap<string, string> {
  const chapters = [
    { name: 'Over the lattice', pictures: latticePictures() },
    { name: 'Classes in time', pictures: classPictures() },
    { name: 'Warps', pictures: warpPictures() },
    { name: 'Numbers', pictures: numberPictures() },
  ];
  const page = [
    '# Gallery',
    '',
    'Every kind of picture that `@rubato/plot` draws, from data that `tools/gallery` makes and solves. `pnpm gallery` draws them anew, and a',
    'test checks that they are up to date. They are light or dark as your system prefers; `theme` makes them one or the other.',
    ...chapters.flatMap(({ name, pictures }) => ['', `## ${name}`, ...pictures.flatMap(section)]),
    '',
  ].join('\n');
  const drawn = chapters.flatMap(({ pictures }) => pictures.map(({ file, svg }) => [file, svg] as const));
  return new Map([['README.md', page], ...drawn]);
}

function section({ file, name, text, call }: Picture): readonly string[] {
  return ['', `### ${name}`, '', text, '', '```js', call, '```', '', `![${name}](${file})`];
}
