import { checkOptions, checkWord } from './check.ts';
import { namedBackends } from './compute-backend.ts';
import type { LossOptions } from './loss-options.ts';
import { reductions } from './loss-options.ts';

/** The names of what all losses take. */
const lossOptionNames: readonly (keyof LossOptions)[] = [
  'backend',
  'reduction',
  'zeroInfinity',
  'layout',
  'predictionLengths',
  'targetLengths',
];

/** Refuses options that are none, have other names than those of all losses and `own`, or say wrongly what all losses are told. */
export function checkLossOptions(options: LossOptions, own: readonly string[] = []): void {
  checkOptions(options, [...lossOptionNames, ...own]);
  const { backend, reduction = 'mean', zeroInfinity = false, layout = 'batchMajor' } = options;
  namedBackends(backend);
  checkWord('options.reduction', reduction, reductions);
  checkWord('options.zeroInfinity', zeroInfinity, [false, true] as never);
  checkWord('options.layout', layout, ['batchMajor', 'timeMajor']);
}
