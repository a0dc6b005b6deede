export type { MinimumFunction } from './record.ts';
