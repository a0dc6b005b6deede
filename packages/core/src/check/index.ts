/** `@rubato/core/check`: how all packages look at what a caller hands in, so that their errors read alike. */

export { checkNumber, checkOptions, checkWhole, checkWord, inWords, isList, refuse } from './arguments.ts';
