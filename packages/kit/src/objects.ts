import { createHash, randomUUIDv7 } from 'node:crypto';
import { ObjectRef, Refusal, type RefusalCode, refusals } from '@edo/contracts';
import type { Assertions } from './assertion.ts';
import { traceHeaders } from './telemetry.ts';

/** Stored objects over the HTTP port of `archive`: content never crosses the bus. */
export interface ObjectClient {
  /**
   * Stores content under `objectId` (a UUIDv7, a new one where none is given); the same bytes again get the same answer.
   * Bytes are compared by SHA-256 with what was stored. Refusals: those of the port, SERVICE_UNAVAILABLE.
   */
  put(content: Uint8Array | AsyncIterable<Uint8Array>, as: PutOptions): Promise<ObjectRef>;
  /** The content, as it comes; whoever takes it must read it to its end or cancel it. Refusals: NOT_FOUND, OBJECT_DESTROYED, SERVICE_UNAVAILABLE. */
  get(objectId: string): Promise<ReadableStream<Uint8Array>>;
  /** The whole content, at most `limit` bytes of it. Refusals: those of `get`, OBJECT_TOO_LARGE. */
  bytes(objectId: string, limit: number): Promise<Uint8Array>;
}

interface PutOptions {
  readonly objectId?: string;
  readonly mediaType: string;
}

interface Port {
  /** Where `archive` serves objects, e.g. `http://archive-objects:7080`. */
  readonly baseUrl: string;
  readonly assertions: Pick<Assertions, 'caller'>;
  /** Milliseconds until the port must have answered; a stream that is being sent is not counted. */
  readonly timeoutMillis?: number;
}

export function objectClient({ baseUrl, assertions, timeoutMillis = 30_000 }: Port): ObjectClient {
  const request = async (objectId: string, init: RequestInit & { duplex?: 'half' }, timeout: boolean) => {
    const url = `${baseUrl.replace(/\/$/, '')}/objects/${encodeURIComponent(objectId)}`;
    const headers = {
      ...(init.headers as Record<string, string>),
      ...traceHeaders(),
      authorization: `Bearer ${await assertions.caller('objects')}`,
    };
    const late = new AbortController();
    const timer = timeout ? setTimeout(() => late.abort(), timeoutMillis) : undefined;
    const response = await fetch(url, { ...init, headers, signal: late.signal })
      .catch((error) => {
        throw unavailable(objectId, error);
      })
      .finally(() => clearTimeout(timer));
    if (!response.ok) throw await refusalOf(response, objectId);
    return response;
  };
  const get = async (objectId: string) => (await request(objectId, {}, true)).body ?? new ReadableStream();
  return {
    async put(content, { objectId = randomUUIDv7(), mediaType }) {
      const whole = content instanceof Uint8Array;
      const body = whole ? Uint8Array.from(content) : ReadableStream.from(content);
      const headers = { 'content-type': mediaType };
      const response = await request(
        objectId,
        { method: 'PUT', body, headers, ...(whole ? {} : { duplex: 'half' }) },
        whole,
      );
      const stored = ObjectRef.parse(await response.json());
      if (whole && stored.sha256 !== createHash('sha256').update(content).digest('hex'))
        throw new Error(`object ${objectId}: other bytes were stored than were sent`);
      return stored;
    },
    get,
    bytes: async (objectId, limit) => collect(await get(objectId), objectId, limit),
  };
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  objectId: string,
  limit: number,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of stream) {
      size += part.length;
      if (size > limit)
        throw new Refusal('OBJECT_TOO_LARGE', `object ${objectId} is larger than ${limit} bytes`, {
          objectId,
          limit,
        });
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof Refusal ? error : unavailable(objectId, error);
  }
  return Buffer.concat(parts);
}

const unavailable = (objectId: string, cause: unknown) =>
  new Refusal(
    'SERVICE_UNAVAILABLE',
    `object ${objectId}: the object port does not answer; try again`,
    { objectId },
    { cause },
  );

/** The port answers a refusal as `{ code, message, data }` with the status of the code. */
async function refusalOf(response: Response, objectId: string): Promise<Error> {
  const body = (await response.json().catch(() => ({}))) as {
    code?: string;
    message?: string;
    detail?: string;
    data?: Record<string, unknown>;
  };
  const code =
    body.code !== undefined && body.code in refusals ? (body.code as RefusalCode) : byStatus(response);
  const message =
    body.message ?? body.detail ?? `object ${objectId}: the object port answered ${response.status}`;
  return code ? new Refusal(code, message, body.data ?? { objectId }) : new Error(message);
}

function byStatus({ status }: Response): RefusalCode | undefined {
  if (status === 404) return 'NOT_FOUND';
  if (status === 410) return 'OBJECT_DESTROYED';
  if (status === 413) return 'OBJECT_TOO_LARGE';
  return status >= 500 || status === 429 ? 'SERVICE_UNAVAILABLE' : undefined;
}
