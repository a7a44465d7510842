/** The start cannot go on, or what was started cannot: the message says why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Somebody asked for the end (Ctrl-C, SIGTERM, SIGHUP). */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
