/** The arrows of docs/ARCHITECTURE.md, as lint. */
const service = '^services/([^/]+)/';
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-service-imports-another',
      severity: 'error',
      from: { path: service },
      to: { path: '^services/([^/]+)/', pathNot: '^services/$1/' },
    },
    {
      name: 'packages-know-no-service',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^services/[^/]+/src/domain/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot:
          '^(services/$1/src/domain/|services/[^/]+/src/domain/|packages/(contracts|calendar|eds|journal)/|node_modules/zod/|(node:)?(crypto|buffer)$)',
      },
    },
    {
      name: 'pure-packages',
      severity: 'error',
      from: { path: '^packages/(journal|calendar)/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(packages/(journal|calendar)/src/|(node:)?(crypto|buffer)$)' },
    },
    {
      name: 'eds-stands-alone',
      severity: 'error',
      from: { path: '^packages/eds/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!eds/)|services/|tools/)' },
    },
    {
      name: 'verifier-on-eds-and-journal',
      severity: 'error',
      from: { path: '^packages/verifier/src/' },
      to: { path: '^(packages/(?!verifier/|eds/|journal/)|services/)' },
    },
    {
      name: 'contracts-on-zod-alone',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^(packages/contracts/src/|node_modules/zod/)' },
    },
    {
      name: 'only-kit-knows-moleculer',
      severity: 'error',
      from: { pathNot: '^packages/kit/' },
      to: { path: 'node_modules/(moleculer|nats)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(fixtures|vectors|suites|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
