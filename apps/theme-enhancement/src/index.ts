/** Theme enhancement with weak labels: what the command line is made of. */

// The shared data: themes, published networks, what they said.
export type { Theme, ThemeRole, ThemeTargets } from './shared-data/theme.ts';
export { readThemes } from './shared-data/read-themes.ts';
export { readWeights } from './shared-data/read-weights.ts';
export { readPosteriors } from './shared-data/read-posteriors.ts';

// Losses under every configuration.
export { configurations } from './losses/configurations.ts';
export type { Configuration } from './losses/configurations.ts';
export { themeLoss } from './losses/theme-loss.ts';
export type { ThemeLoss } from './losses/theme-loss.ts';

// The network of Table II.
export { themeNetwork } from './network/theme-network.ts';
export type { ThemeNetworkOptions } from './network/theme-network.ts';
export { loadWeights } from './network/load-weights.ts';
export { posteriorsWithBlank, posteriorsWithoutBlank } from './network/posteriors.ts';
export { registerWasmGradients, startWasm } from './network/start-wasm.ts';

// The small network, and themes made by formulas.
export { smallNetwork } from './small-network/small-network.ts';
export { embeddedData } from './data/embedded.ts';
export type { EmbeddedSizes } from './data/embedded.ts';
export type { DataSet, Example } from './data/example.ts';

// Training.
export { Training } from './training/training.ts';
export type { Ending, TrainingHooks, TrainingSettings } from './training/training.ts';
export type { EpochRecord, TrainingState } from './training/training-state.ts';
export type { PlateauSettings, PlateauState } from './training/plateau.ts';
export type { AdamState } from './training/adam.ts';
export { readCheckpoint, writeCheckpoint } from './training/checkpoint.ts';
export type { Identity } from './training/checkpoint.ts';
export { parametersOf } from './training/parameters.ts';

// Evaluation.
export { predict } from './evaluation/predict.ts';
export type { Prediction } from './evaluation/predict.ts';
export { evaluate } from './evaluation/evaluate.ts';
export type { Scores } from './evaluation/evaluate.ts';
