import { describeLaws } from './support/describe-laws.ts';

// Answers beside each other: of a padded, a transposed problem, of other minimum functions.
describeLaws('relations');
