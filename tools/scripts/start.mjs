import { join } from 'node:path';
import { node, setUp, stage } from './toolchain.mjs';

setUp();
stage('align a melody with a rendition whose tempo is known', () => node(join('tools', 'demo', 'src', 'main.ts')));
stage('train a small network on weak labels, under every configuration of the dDTW paper', () =>
  node(join('apps', 'theme-enhancement', 'dist', 'main.js')),
);
