/** Every minimum function, one line each: the entry file and the registry are made from this list. */
export { softmin } from './softmin.ts';
export { sparsemin } from './sparsemin.ts';
export { smoothmin } from './smoothmin.ts';
export { hardmin } from './hardmin.ts';
