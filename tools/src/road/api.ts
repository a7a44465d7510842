import { randomUUID } from 'node:crypto';

/** A problem that the API answered with (RFC 9457), as one sentence. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** The last part of `type`: the platform's refusal code. */
  readonly code: string;
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(request: string, status: number, problem: Record<string, unknown>) {
    const code =
      String(problem['type'] ?? '')
        .split('/')
        .at(-1) ?? '';
    super(`${request}: ${status} ${code} ${String(problem['detail'] ?? problem['title'] ?? '')}`.trim());
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

/** The platform's API as a program of a client uses it: by its bearer token, retrying what is safe to retry. */
export interface Api {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  upload(bytes: Uint8Array, mediaType: string): Promise<{ objectId: string; sha256: string; size: number }>;
  download(objectId: string): Promise<Uint8Array>;
  as(token: string): Api;
}

const RETRIES = 20;
const RETRY_MILLIS = 500;

export function apiAt(baseUrl: string, token?: string): Api {
  const send = async (method: string, path: string, init: RequestInit, idempotencyKey: string) => {
    const headers = {
      accept: 'application/json',
      'idempotency-key': idempotencyKey,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(`${baseUrl}${path}`, { ...init, method, headers });
    if (response.ok) return response;
    throw new ApiProblem(
      `${method} ${path}`,
      response.status,
      (await response.json().catch(() => ({}))) as Record<string, unknown>,
    );
  };
  /** The same command under the same key: 503 says "later", and nothing was done or the first answer is given. */
  const patiently = async (method: string, path: string, init: RequestInit = {}) => {
    const key = randomUUID();
    for (let tries = 1; ; tries++) {
      try {
        return await send(method, path, init, key);
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status !== 503 || tries === RETRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLIS));
      }
    }
  };
  return {
    get: async <T>(path: string) => (await (await patiently('GET', path)).json()) as T,
    post: async <T>(path: string, body: unknown) =>
      (await (
        await patiently('POST', path, {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).json()) as T,
    upload: async (bytes, mediaType) =>
      (await (
        await patiently('POST', '/v1/objects', {
          headers: { 'content-type': mediaType },
          body: Uint8Array.from(bytes),
        })
      ).json()) as { objectId: string; sha256: string; size: number },
    download: async (objectId) =>
      new Uint8Array(await (await patiently('GET', `/v1/objects/${objectId}`)).arrayBuffer()),
    as: (other) => apiAt(baseUrl, other),
  };
}
