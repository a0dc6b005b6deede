import { bestClasses, frameAccuracy, greedyDecode, labelErrorRate, prefixBeamSearch } from '@rubato/decoders';
import type { Posteriors } from '@rubato/decoders';
import { classesOf } from '../data/targets.ts';
import type { ThemeTargets } from '../shared-data/theme.ts';
import { PITCH_CLASSES } from '../shared-data/theme.ts';
import { degeneracyOf } from './degeneracy.ts';
import type { Prediction } from './predict.ts';

/** How good predictions are, over all frames and all labels of a collection. */
export interface Scores {
  /** The share of frames whose most probable pitch class is the theme's; in a rest the right answer is C, as the published code has it. */
  readonly frameAccuracy: number;
  /** The same of the frames that are no rests. */
  readonly frameAccuracyWithoutRests: number;
  /** Edits from the notes to what greedy decoding spells, per note. */
  readonly labelErrorRate: number;
  /** The same of what prefix beam search spells, ten prefixes wide; only where the training had a blank. */
  readonly beamLabelErrorRate: number | undefined;
  /** Why the numbers mean nothing, where a training failed. */
  readonly degeneracy: string | undefined;
}

const REST = -1;

/** As in the published evaluation. */
const BEAM_WIDTH = 10;

/**
 * Scores of predictions. Frame accuracies leave the blank out. Greedy decoding has the blank where the training had one (`usesBlank`);
 * elsewhere nothing was ever learned about it, and only repetitions are merged.
 */
export function evaluate(predictions: readonly Prediction[], targets: readonly ThemeTargets[], usesBlank: boolean): Scores {
  const best = predictions.flatMap(({ classes, frames }) => [...bestClasses(posteriors(classes, frames))[0]]);
  const reference = targets.flatMap(({ strong }) => [...classesOf(strong)]);
  const notes = targets.map(({ labels }) => labels);
  const greedily = predictions.map(({ classes, withBlank, frames }) => {
    const [{ labels }] = usesBlank
      ? greedyDecode(posteriors(withBlank, frames), { blank: PITCH_CLASSES })
      : greedyDecode(posteriors(classes, frames), { blank: 'none' });
    return labels;
  });
  return {
    frameAccuracy: frameAccuracy(
      best,
      reference.map((pitchClass) => Math.max(0, pitchClass)),
    ),
    frameAccuracyWithoutRests: frameAccuracy(best, reference, { ignore: REST }),
    labelErrorRate: labelErrorRate(notes, greedily),
    beamLabelErrorRate: usesBlank ? labelErrorRate(notes, predictions.map(searched)) : undefined,
    degeneracy: degeneracyOf(predictions, usesBlank),
  };
}

function searched({ withBlank, frames }: Prediction): Int32Array {
  const [[best]] = prefixBeamSearch(posteriors(withBlank, frames), { blank: PITCH_CLASSES, beamWidth: BEAM_WIDTH });
  return best.labels;
}

function posteriors(data: Float32Array, frames: number): Posteriors {
  return { data, shape: [1, frames, data.length / frames] };
}
