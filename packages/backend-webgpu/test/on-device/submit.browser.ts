await import('./submit.test.ts');
