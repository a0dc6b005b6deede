import { join } from 'node:path';
import { root } from '@rubato/workspace';

/** Where the gallery stands. */
export const galleryFolder: string = join(root, 'docs', 'gallery');
