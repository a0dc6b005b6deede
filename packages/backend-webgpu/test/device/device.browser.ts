// The same tests as in Node, in a page.
await import('./buffers.test.ts');
await import('./encode.test.ts');
await import('./error-scopes.test.ts');
await import('./guards.test.ts');
await import('./kernels.test.ts');
await import('./open-device.test.ts');
await import('./read-back.test.ts');
