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
