/**
 * WGSL identifiers for the names of a program: of the same letters where WGSL allows, with a prefix, so that none is a
 * reserved word, a function or a parameter around it, and each distinct.
 */
export class Identifiers {
  readonly #byName = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(programName: string): string {
    const known = this.#byName.get(programName);
    if (known !== undefined) return known;
    const stem = `its_${programName.replace(/\W/g, '_')}`;
    let identifier = stem;
    for (let count = 2; this.#taken.has(identifier); count++) identifier = `${stem}_${count}`;
    this.#taken.add(identifier);
    this.#byName.set(programName, identifier);
    return identifier;
  }
}
