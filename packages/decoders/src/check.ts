export { checkNumber, checkOptions, checkWhole, inWords, isList, refuse } from '@rubato/core/check';
