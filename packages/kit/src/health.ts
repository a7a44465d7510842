import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PrometheusExporter } from '@opentelemetry/exporter-prometheus';

/** Throws, or rejects, with a sentence while the named thing is not ready. */
export type ReadinessCheck = () => Promise<void> | void;

/** `/livez` (the process turns), `/readyz` (it can do its work; names what it waits for), `/metrics` (Prometheus). */
export interface Health {
  readonly port: number;
  readiness(name: string, check: ReadinessCheck): void;
  close(): Promise<void>;
}

const CHECK_MILLIS = 2000;

export async function startHealth(
  host: string,
  port: number,
  prometheus: PrometheusExporter,
): Promise<Health> {
  const checks = new Map<string, ReadinessCheck>();
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') answer(response, 200, { status: 'ok' });
    else if (path === '/readyz')
      void readiness(checks).then((problems) =>
        answer(response, problems.length ? 503 : 200, {
          status: problems.length ? 'not ready' : 'ok',
          problems,
        }),
      );
    else if (path === '/metrics') prometheus.getMetricsRequestHandler(request, response);
    else answer(response, 404, { status: 'not found', paths: ['/livez', '/readyz', '/metrics'] });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    readiness: (name, check) => void checks.set(name, check),
    close: () => closeServer(server),
  };
}

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

async function readiness(checks: ReadonlyMap<string, ReadinessCheck>): Promise<string[]> {
  const problems = await Promise.all([...checks].map(async ([name, check]) => problemOf(name, check)));
  return problems.filter((problem) => problem !== null);
}

async function problemOf(name: string, check: ReadinessCheck): Promise<string | null> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${CHECK_MILLIS} ms`)), CHECK_MILLIS);
  try {
    await Promise.race([check(), late.promise]);
    return null;
  } catch (error) {
    return `${name}: ${(error as Error).message}`;
  } finally {
    clearTimeout(timer);
  }
}

function answer(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
