/** The means of validation (5.2.3.1), as its own reports name it. */
export const TOOL = { name: '@edo/eds', version: '0.1.0' } as const;
