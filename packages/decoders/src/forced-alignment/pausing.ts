/** Work that yields, nothing, where others may have their turn. */
export type Pausing<T> = Generator<undefined, T, unknown>;
