export { EdsError, type EdsErrorCode } from './errors.ts';
