/** `@rubato/plot`: pictures of alignments as small SVG files, without dependencies. */

// Pictures over the lattice.
export type { MatrixPicture } from './pictures/matrix-pictures.ts';
export { drawAccumulatedCost, drawCostMatrix } from './pictures/matrix-pictures.ts';
export type { SoftAlignmentPicture } from './pictures/soft-alignment.ts';
export { drawSoftAlignment } from './pictures/soft-alignment.ts';
export type { StepFlowPicture } from './pictures/step-flow.ts';
export { drawStepFlow } from './pictures/step-flow.ts';
export type { Rates } from './pictures/matrix-page.ts';

// Pictures of classes in time.
export type { PosteriorPicture, TargetPicture } from './pictures/posterior-pictures.ts';
export { drawPosteriors, drawTargets } from './pictures/posterior-pictures.ts';
export type { Caption, Mark } from './pictures/piano-roll.ts';

// Pictures of warps.
export type { SampledFunction, WarpPicture } from './pictures/warp-picture.ts';
export { drawWarp } from './pictures/warp-picture.ts';
export type { SampledSignal, WarpedSignalsPicture } from './pictures/warped-signals.ts';
export { drawWarpedSignals } from './pictures/warped-signals.ts';
export type { AlignedScorePicture, ScoreNote } from './pictures/aligned-score.ts';
export { drawAlignedScore } from './pictures/aligned-score.ts';

// Pictures of numbers.
export type { LossCurve, LossPicture } from './pictures/loss-curves.ts';
export { drawLossCurves } from './pictures/loss-curves.ts';
export type { ErrorFigure } from './pictures/error-figure.ts';
export { drawErrors } from './pictures/error-figure.ts';
export type { MatchFigure, MatchRow } from './pictures/match-figure.ts';
export { drawMatches } from './pictures/match-figure.ts';

// For matrices that do not stand in memory: rasters row by row, and pictures of them.
export type { Raster, RowSource } from './raster/raster.ts';
export { blockMeans, blockMeansInPieces, MATRIX_PIXELS, PIANO_ROLL_PIXELS } from './raster/raster.ts';
export type { Matrix, Missing } from './raster/matrix.ts';
export type { PosteriorMatrix } from './raster/posterior-rows.ts';
export { posteriorRows } from './raster/posterior-rows.ts';
export type { Figure } from './pictures/figure.ts';
export { drawFigure } from './pictures/figure.ts';
export type { PianoRoll } from './pictures/piano-roll.ts';
export { drawPianoRoll } from './pictures/piano-roll.ts';

// What all pictures share.
export type { PictureOptions } from './page/page.ts';
export type { Theme } from './page/theme.ts';
export { themes } from './page/theme.ts';
export { PlotError } from './errors.ts';
