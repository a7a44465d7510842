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

/** No answer at all, or the answer that there is none now. */
const LATER = new Set([0, 503]);
const RETRY_MILLIS = 500;

/** `retries`: how often the same command is sent before its failure is told. */
export function apiAt(
  baseUrl: string,
  { token, retries = 20 }: { token?: string; retries?: number } = {},
): Api {
  const send = async (method: string, path: string, init: RequestInit, idempotencyKey: string) => {
    const headers = {
      accept: 'application/json',
      'idempotency-key': idempotencyKey,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(init.headers as Record<string, string>),
    };
    const response = await fetch(`${baseUrl}${path}`, { ...init, method, headers }).catch((error: Error) => {
      throw new ApiProblem(`${method} ${path}`, 0, { title: `no answer: ${String(error.cause ?? error)}` });
    });
    if (response.ok) return response;
    throw new ApiProblem(
      `${method} ${path}`,
      response.status,
      (await response.json().catch(() => ({}))) as Record<string, unknown>,
    );
  };
  /** The same command under the same key after no answer, or 503 (later): it is done once, and the first answer is given. */
  const patiently = async (method: string, path: string, init: RequestInit = {}) => {
    const key = randomUUID();
    for (let tries = 1; ; tries++) {
      try {
        return await send(method, path, init, key);
      } catch (error) {
        if (!(error instanceof ApiProblem) || !LATER.has(error.status) || tries === retries) throw error;
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
    as: (other) => apiAt(baseUrl, { token: other, retries }),
  };
}
