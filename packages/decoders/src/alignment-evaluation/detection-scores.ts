/** How many of what was found is right, and how much of what is there was found. */
export interface DetectionScores {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** `TP / (TP + FP)`, 0 where nothing was predicted. */
  readonly precision: number;
  /** `TP / (TP + FN)`, 0 where there is nothing to find. */
  readonly recall: number;
  /** `2·TP / (2·TP + FP + FN)`, 0 where there is nothing at all. */
  readonly fMeasure: number;
}

/** Scores from the numbers of what is right, predicted and there. */
export function scoreDetection(truePositives: number, predicted: number, reference: number): DetectionScores {
  const share = (count: number, of: number): number => (of === 0 ? 0 : count / of);
  return {
    truePositives,
    falsePositives: predicted - truePositives,
    falseNegatives: reference - truePositives,
    precision: share(truePositives, predicted),
    recall: share(truePositives, reference),
    fMeasure: share(2 * truePositives, predicted + reference),
  };
}
