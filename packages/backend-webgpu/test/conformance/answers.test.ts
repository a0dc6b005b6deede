import { describeLaws } from './support/describe-laws.ts';

// Each answer by itself: the reference's, differences, sums.
describeLaws('answers');
