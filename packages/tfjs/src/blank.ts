import { checkWhole } from './check.ts';

/** The class of the blank among `classes`; negative numbers count from the last class, -1. */
export function readBlank(blank: unknown, classes: number): number {
  checkWhole('options.blank', blank, -classes, classes - 1);
  return (blank as number) < 0 ? classes + (blank as number) : (blank as number);
}
