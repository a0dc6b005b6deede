import type { AlignmentProblem } from '@rubato/core';
import type { DiagnosedItem, Failure, Finding } from './diagnosis.ts';
import { blurringRemedies, collapseRemedies, digits } from './remedies.ts';
import type { DiagnosisThresholds } from './thresholds.ts';

/** How bad a failure is in an item, above 0 where it is one; undefined where it cannot be told or there is none. */
type Judge = (item: DiagnosedItem, thresholds: DiagnosisThresholds) => number | undefined;

type Described = Pick<Finding, 'message' | 'remedies' | 'source'>;

interface FailureKind {
  readonly failure: Failure;
  readonly judge: Judge;
  readonly describe: (item: DiagnosedItem, problem: AlignmentProblem, b: number) => Described;
}

const TUTORIAL = 'Müller & Zeitler, tutorial on differentiable alignment, ISMIR 2025, part 2';
const MODIFIED_TARGETS = 'Zeitler & Müller, "Reformulating soft dynamic time warping", ISMIR 2025';
const UNIFIED = 'Zeitler & Müller, "A unified perspective on CTC and soft-DTW using differentiable DTW", IEEE/ACM TASLPRO 34, 2026';
const STEP_WEIGHTS = 'Zeitler, Krause & Müller, "Soft dynamic time warping with variable step weights", ICASSP 2024';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** Whether an item's alignment has collapsed. */
export function hasCollapsed({ collapse, targets }: DiagnosedItem, thresholds: DiagnosisThresholds): boolean {
  const { collapseEvenness, collapseShare, collapseContrast, collapseStarved, leastTargets } = thresholds;
  const { evenness, busiestShare, starvedTargets, contrast } = collapse;
  if (targets < leastTargets || evenness > collapseEvenness || busiestShare < collapseShare) return false;
  return contrast === undefined ? starvedTargets >= collapseStarved : contrast <= collapseContrast;
}

/** The failures and what is said of them. */
export const failureKinds: readonly FailureKind[] = [
  {
    failure: 'alignmentCollapse',
    judge: (item, thresholds) => (hasCollapsed(item, thresholds) ? item.collapse.busiestShare : undefined),
    describe: (item, problem, b) => {
      const { busiestShare, evenness, starvedTargets, contrast } = item.collapse;
      return {
        message:
          `Alignment collapse: the busiest tenth of the targets takes ${percent(busiestShare)} of the frames (evenness ${digits(evenness)}` +
          (contrast === undefined ? '' : `, contrast of their costs ${digits(contrast)}`) +
          `); ${percent(starvedTargets)} of the targets get less than a quarter of an equal share.`,
        remedies: collapseRemedies(item, problem, b),
        source: `${TUTORIAL}, problem 1; ${STEP_WEIGHTS}; ${MODIFIED_TARGETS}, section 5.3`,
      };
    },
  },
  {
    failure: 'diagonalisation',
    judge: ({ diagonalisation, targets }, { diagonalShare, diagonalLengthRatio, leastTargets }) => {
      const { diagonalShare: share, lengthRatio, cornerDiscount = 0 } = diagonalisation;
      const alike = Math.max(lengthRatio, 1 / lengthRatio) <= diagonalLengthRatio;
      return targets >= leastTargets && alike && cornerDiscount > 0 && share >= diagonalShare ? share : undefined;
    },
    describe: ({ diagonalisation, frames, targets }) => ({
      message:
        `Diagonalisation: ${percent(diagonalisation.diagonalShare)} of the alignment lies on the main diagonal of ${frames} frames by ` +
        `${targets} targets, and a diagonal step is cheaper than the two around the corner. If both really go at one pace, all is well.`,
      remedies: [
        'give the diagonal step the weight of the other two together: weights 1-1-2',
        'use weak targets without repetitions, so that they are shorter than the predictions',
      ],
      source: `${TUTORIAL}, problem 2; ${STEP_WEIGHTS}`,
    }),
  },
  {
    failure: 'outputBlurring',
    judge: ({ blurring, decay }, { energyLoss, weakMagnitude }) => {
      if (blurring === undefined || decay === undefined) return undefined;
      const isBlurred = blurring.energyLoss >= energyLoss || decay.weakMagnitude <= weakMagnitude;
      return isBlurred ? blurring.energyLoss : undefined;
    },
    describe: (item, problem, b) => ({
      message:
        `Output blurring: the modified targets have lost ${percent(item.blurring!.energyLoss)} of their energy, a frame mixes ` +
        `${digits(item.blurring!.effectiveTargets)} targets` +
        (item.decay!.events.length === 0
          ? ''
          : `, and the weakest quarter of the events keeps a magnitude of ${digits(item.decay!.weakMagnitude)}`) +
        (problem.minimum === 'hardmin' ? ' (hardmin).' : ` (temperature ${digits(problem.temperature[b])}).`),
      remedies: blurringRemedies(item, problem, b),
      source: `${TUTORIAL}, problem 3; ${MODIFIED_TARGETS}, sections 4.2 and 5.3`,
    }),
  },
  {
    failure: 'temporalShift',
    judge: ({ shift }, { shiftFrames, shiftCorrelation, shiftGain }) => {
      if (shift === undefined || shift.correlation < shiftCorrelation) return undefined;
      if (shift.correlation - shift.correlationUnshifted < shiftGain) return undefined;
      return Math.abs(shift.shift) >= shiftFrames ? Math.abs(shift.shift) : undefined;
    },
    describe: ({ shift }) => ({
      message:
        `Temporal shift: predictions come ${digits(Math.abs(shift!.shift))} frames ${shift!.shift > 0 ? 'after' : 'before'} the reference ` +
        `(correlation ${digits(shift!.correlation)}, unshifted ${digits(shift!.correlationUnshifted)}).`,
      remedies: [
        'take the shift out of the predictions when the model is used',
        'use a network with a small temporal receptive field',
        'add an auxiliary loss for the similarity of predictions and input',
      ],
      source: `${TUTORIAL}, problem 4`,
    }),
  },
  {
    failure: 'blankDominance',
    judge: ({ blank }, { blankShare }) => (blank !== undefined && blank.alignedShare >= blankShare ? blank.alignedShare : undefined),
    describe: ({ blank }) => ({
      message:
        `Blank dominance: ${percent(blank!.alignedShare)} of the frames are aligned with the blank` +
        (blank!.likeliestShare === undefined ? '' : `, which is the likeliest class in ${percent(blank!.likeliestShare)} of all frames`) +
        `; a label gets ${digits(blank!.framesPerLabel)} frames, of which its strongest makes up ${percent(blank!.peakiness)}.`,
      remedies: [
        'align without a blank: soft-DTW with a low weight of the horizontal step (1,0), for example 0.1 (SDTW-E-W), where frames count ' +
          'more than label sequences and repeated labels',
        'weight steps into blanks with 2 (CTC-B) or forbid them but between equal labels (CTC-C); CTC-B did not converge for multi-label targets',
      ],
      source: `${TUTORIAL}, dominance of the blank symbol in CTC; ${UNIFIED}, sections VII-B to VII-E`,
    }),
  },
  {
    failure: 'freeTargets',
    judge: ({ freeTargets }, { freeShare }) => {
      if (freeTargets === undefined || freeTargets.columns.length === 0) return undefined;
      return freeTargets.frameShare >= freeShare ? freeTargets.frameShare : undefined;
    },
    describe: ({ freeTargets, targets }, problem) => {
      const rests = restsAreFree(problem);
      const { columns, frameShare } = freeTargets!;
      return {
        message:
          `Free ${rests ? 'rests' : 'targets'}: ${columns.length} of ${targets} targets ${rests ? 'are rests (all-zero rows) and ' : ''}` +
          `cost 0 whatever is predicted, and take ${percent(frameShare)} of the frames. A network learns nothing there, and what is ` +
          'hard to predict is aligned with them.',
        remedies: rests
          ? [
              "give the cost rests: 'uniform' in place of 'free', so that a rest asks for an even distribution",
              'give rests a class of their own in network and targets, or use activations with binaryCrossEntropy, for which a rest is a target',
            ]
          : ['make every target cost something where it is not predicted'],
        source: `${UNIFIED}, equation (27) (Infinity for a rest) and its published code groupmm/dDTW_CTC (0 in the SDTW losses)`,
      };
    },
  },
];

function restsAreFree({ cost }: AlignmentProblem): boolean {
  return cost.kind === 'features' && cost.localCost.name === 'negativeLogLikelihood' && cost.localCost.parameters?.['rests'] === 'free';
}
