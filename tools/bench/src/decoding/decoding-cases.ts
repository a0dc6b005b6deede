import type { DecodingCase } from './decoding-input.ts';

const FRAMES = 400;

export const decodingCases: readonly DecodingCase[] = [32, 128].flatMap((classes) =>
  [16, 64].map((beamWidth) => ({
    name: `${classes} classes, beam ${beamWidth}`,
    classes,
    frames: FRAMES,
    beamWidth,
    quick: classes === 32 && beamWidth === 16,
  })),
);
