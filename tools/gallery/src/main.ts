import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { galleryFolder } from './folder.ts';
import { galleryFiles } from './gallery.ts';

const files = galleryFiles();
for (const [name, content] of files) writeFileSync(join(galleryFolder, name), content);
console.log(`${files.size} files in docs/gallery`);
