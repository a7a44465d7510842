module.exports = async () => (await import('./src/jest-run.ts')).afterRun();
