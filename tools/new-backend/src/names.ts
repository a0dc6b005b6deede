/** The names that a backend's files use. */
export interface BackendNames {
  /** As in `packages/backend-NAME`, in kebab-case. */
  readonly name: string;
  /** `someName`, for the provider. */
  readonly camel: string;
  /** `SomeName`, for the class. */
  readonly pascal: string;
}

/** Derives the names, or says what is wrong with the one that was given. */
export function backendNames(name: string): BackendNames {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new RangeError(
      `a backend's name is in kebab-case, small letters and digits such as "wasm" or "my-gpu"; got ${JSON.stringify(name)}`,
    );
  }
  const pascal = name.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
  return { name, camel: pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal };
}
