import { z } from 'zod';

/** What every service process is configured by; a service extends it with its own names. */
export const BaseConfig = z.object({
  /** `production` refuses test identities, test roots, moved clocks and fault points. */
  EDO_ENVIRONMENT: z.enum(['production', 'development']).default('production'),
  NATS_URL: z.url({ protocol: /^(nats|tls)$/ }),
  NATS_USER: z.string().min(1).optional(),
  NATS_PASSWORD: z.string().min(1).optional(),
  /** Ed25519 private key of this service, PKCS#8 PEM; its public half stands in SERVICE_KEYS_FILE under `kid` = service name. */
  SERVICE_KEY_FILE: z.string().min(1),
  /** JWKS with the public keys of all services. */
  SERVICE_KEYS_FILE: z.string().min(1),
  /** Address on which probes, metrics and own HTTP ports listen. */
  HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  SHUTDOWN_SECONDS: z.coerce.number().int().min(1).max(300).default(20),
  /** Development only: milliseconds by which this process's clock runs ahead of the machine's (negative: behind). */
  EDO_CLOCK_OFFSET_MS: z.coerce.number().int().default(0),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});
export type BaseConfig = z.infer<typeof BaseConfig>;

/** Services with a database of their own. */
export const StoreConfig = BaseConfig.extend({ MONGO_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }) });
export type StoreConfig = z.infer<typeof StoreConfig>;

/** The start is refused: the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration of a process from its environment.
 * @throws ConfigError that names every variable that is missing or wrong; values are never repeated, they may be secret.
 */
export function readConfig<S extends z.ZodType>(
  schema: S,
  env: Record<string, string | undefined>,
): z.infer<S> {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = schema.safeParse(present);
  if (!read.success) {
    const problems = read.error.issues.map(
      (issue) => `${issue.path.join('.') || 'configuration'}: ${issue.message}`,
    );
    throw new ConfigError(`cannot start, wrong configuration:\n  ${problems.join('\n  ')}`);
  }
  return read.data;
}
