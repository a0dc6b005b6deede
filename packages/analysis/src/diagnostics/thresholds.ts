/** From where on a number counts as a failure. */
export interface DiagnosisThresholds {
  /**
   * Alignment collapse: at most this evenness, at least this share of the frames in the busiest tenth of the targets, and at most this
   * contrast, by which a long note that is truly there is none. Where the costs cannot be read, at least this share of starved targets
   * takes the place of the contrast.
   */
  readonly collapseEvenness: number;
  readonly collapseShare: number;
  readonly collapseContrast: number;
  readonly collapseStarved: number;
  /** Of items with fewer targets collapse and diagonalisation are not told: one long note among three is none. */
  readonly leastTargets: number;
  /** Diagonalisation: at least this share of the alignment on the diagonal, of sequences whose lengths differ by at most this factor. */
  readonly diagonalShare: number;
  readonly diagonalLengthRatio: number;
  /** Output blurring: at least this loss of energy, or at most this magnitude of the weakest quarter of the events. */
  readonly energyLoss: number;
  readonly weakMagnitude: number;
  /** Temporal shift: at least so many frames, at a correlation of at least this, and by at least this better than unshifted. */
  readonly shiftFrames: number;
  readonly shiftCorrelation: number;
  readonly shiftGain: number;
  /** Blank dominance: at least this share of the frames aligned with blanks. */
  readonly blankShare: number;
  /** Free targets: at least this share of the frames. */
  readonly freeShare: number;
}

/**
 * The thresholds of `diagnose`, for overriding: `{ ...diagnosisThresholds, blankShare: 0.8 }`, or just `{ blankShare: 0.8 }`.
 *
 * A magnitude of 0.5 is the detection threshold of Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025, section 5. The
 * other numbers are Rubato's, with five themes of the Musical Theme Dataset in mind (posteriors of the models CTC-A and SDTW-E-W of Zeitler
 * & Müller 2026, each under its own loss): evenness is 0.89 to 1.00 and the busiest share 0.14 to 0.33; where SDTW-E collapses on the
 * posteriors of SDTW-E-W (two themes) they are 0.41 to 0.49 and 0.73 to 0.87. The contrast of the busiest targets is 0 where those are free
 * rests, which cost the same in every frame, and 0.44 to 2.4 where not; 0.5 to 0.74 of the targets starve in the two collapses, 0 to 0.19
 * elsewhere. Blanks take 0.62 to 0.87 of the frames under CTC-A of its own
 * model, and at most 0.11 of those of SDTW-E-W. Estimated shifts stay below 2 frames, and change their sign from theme to theme.
 */
export const diagnosisThresholds: DiagnosisThresholds = Object.freeze({
  collapseEvenness: 0.8,
  collapseShare: 0.5,
  collapseContrast: 0.5,
  collapseStarved: 0.3,
  leastTargets: 5,
  diagonalShare: 0.9,
  diagonalLengthRatio: 1.25,
  energyLoss: 0.25,
  weakMagnitude: 0.5,
  shiftFrames: 2,
  shiftCorrelation: 0.2,
  shiftGain: 0.05,
  blankShare: 0.5,
  freeShare: 0.02,
});
