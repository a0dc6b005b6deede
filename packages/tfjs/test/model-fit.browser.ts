await import('./model-fit.test.ts');
