/** Names of one parameter for each front that a step may come from, or go to. */
export const frontNames = (stem: string, reach: number): string[] => Array.from({ length: reach }, (_, k) => `${stem}${k + 1}`);

/** Statements that choose among these by `distance`; `use` says what to do with one. */
export const chooseFront = (stem: string, reach: number, use: (name: string) => string): string =>
  frontNames(stem, reach)
    .map((name, k) => `if (distance === ${k + 1}) {\n  ${use(name)}\n}`)
    .join('\n');
