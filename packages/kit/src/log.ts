import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Personal data and secrets by the names under which they may stand in a logged object, at any of the first three levels. */
const SECRET_NAMES = [
  'password',
  'code',
  'token',
  'assertion',
  'authorization',
  'cookie',
  'email',
  'phone',
  'address',
  'iin',
  'fullName',
  'commonName',
  'contacts',
  'substance',
  'circumstances',
];

/** pino with redaction; JSON lines on standard output. */
export function createLog(name: string, level: string): Log {
  const paths = SECRET_NAMES.flatMap((secret) => [secret, `*.${secret}`, `*.*.${secret}`]);
  return pino({
    name,
    level,
    redact: { paths, censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
