import { classPicture } from './class-pictures.ts';
import { flowPicture, latticePicture } from './lattice-pictures.ts';
import { errorPicture, lossPicture, warpPicture } from './number-pictures.ts';
import type { Draw } from './picture-request.ts';

/** What `rubato plot` draws, by the name of `--kind`. */
export const pictureKinds: Readonly<Record<string, Draw>> = {
  cost: latticePicture('cost'),
  path: latticePicture('path'),
  accumulated: latticePicture('accumulated'),
  alignment: latticePicture('alignment'),
  flow: flowPicture,
  posteriors: classPicture('posteriors'),
  targets: classPicture('targets'),
  warp: warpPicture,
  losses: lossPicture,
  errors: errorPicture,
};
