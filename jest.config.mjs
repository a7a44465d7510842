const transform = {
  '\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2024',
        parser: { syntax: 'typescript' },
        experimental: { keepImportAttributes: true },
      },
      module: { type: 'es6' },
    },
  ],
};
/** Suites whose name ends in `.slow.test.ts` start real servers or processes; `npm test` runs both kinds. */
export default {
  testMatch: ['**/{src,test}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/.data/', '/.tools/'],
  modulePathIgnorePatterns: ['/.data/', '/.tools/', '/dist/'],
  globalSetup: './packages/servers/jest-setup.cjs', // one MongoDB for the run, started when first asked for
  globalTeardown: './packages/servers/jest-teardown.cjs',
  setupFiles: ['reflect-metadata'], // @peculiar/x509 asks for it
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  testTimeout: 60_000,
};
