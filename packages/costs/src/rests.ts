/** What a rest, that is an all-zero row of Y, costs: 0, Infinity, or the cross-entropy with the uniform target. */
export type Rests = 'free' | 'forbidden' | 'uniform';
export const restChoices: readonly Rests[] = ['free', 'forbidden', 'uniform'];
