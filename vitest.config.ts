import { configDefaults, defineConfig } from 'vitest/config';

const UNIT = [
  'src/**/*.test.{ts,tsx}',
  'cli/**/*.test.ts',
  'scripts/**/*.test.ts',
  '{bench,test}/**/*.test.ts',
];
const PROPERTIES = ['{src,cli}/**/*.property.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    // Real files are read and scanned whole in some tests; a slow shared machine must not fail them.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: UNIT, exclude: [...configDefaults.exclude, ...PROPERTIES] },
      },
      {
        extends: true,
        test: {
          name: 'properties',
          include: PROPERTIES,
          testTimeout: 120_000,
          setupFiles: ['./scripts/property-runs.ts'],
        },
      },
    ],
  },
});
