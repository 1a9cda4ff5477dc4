import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Full counts: see test/counts.ts. */
const long = process.env.LONG === '1';

export default defineConfig({
  // The toolkit is used by its package name; on this checkout that means its sources.
  ssr: { resolve: { conditions: ['sgtm-source', ...defaultServerConditions] } },
  test: {
    include: ['test/**/*.test.ts', 'toolkit/test/**/*.test.ts'],
    globalSetup: 'test/set-up.ts',
    setupFiles: long ? ['test/full-counts.ts'] : [],
    testTimeout: long ? 7_200_000 : 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
    // Modules are loaded once for many files: half of the time. Hooks therefore stand in test files, never in what they share.
    isolate: false,
    maxWorkers: 2,
  },
});
