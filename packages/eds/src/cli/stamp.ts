import { randomBytes } from 'node:crypto';
import { digest } from '../algorithms/digests.ts';
import { DIGEST } from '../algorithms/oids.ts';
import { readSignedData } from '../cms/signed-data.ts';
import { EdsError } from '../errors.ts';
import { addTimestamp } from '../signing/extend.ts';
import { createTimestampRequest, readTimestampResponse } from '../tsp/request.ts';
import type { Io } from './command.ts';
import { Unavailable, UsageError } from './errors.ts';

const TIMEOUT = 15_000;
const MOST_BYTES = 256 * 1024;

/** The address of a TSA; error: UsageError. */
export function readTspUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new UsageError(`--tsp ${text} is not an http address`);
  return url;
}

/** The signature with a timestamp over its value, asked at `url`. Error: Unavailable, with the reason. */
export async function stamped(cms: Uint8Array, url: URL, fetch: Io['fetch']): Promise<Uint8Array> {
  const [signer] = readSignedData(cms).signers;
  const request = createTimestampRequest({
    digest: digest(DIGEST.sha256, signer!.signature),
    digestOid: DIGEST.sha256,
    nonce: BigInt(`0x00${randomBytes(8).toString('hex')}`),
  });
  try {
    const answer = await post(url, request.encoded, fetch);
    return addTimestamp(cms, 0, readTimestampResponse(answer, request).encoded);
  } catch (error) {
    if (error instanceof EdsError) throw new Unavailable(`the answer of ${url.host}: ${error.message}`);
    throw error;
  }
}

async function post(url: URL, query: Uint8Array, fetch: Io['fetch']): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(query),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!response.ok) throw new Unavailable(`${url.host} answered with status ${response.status}`);
    return await readBody(response);
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    throw new Unavailable(`${url.host} does not answer (${cause?.code ?? name ?? 'unknown reason'})`);
  }
}

async function readBody({ body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new Unavailable(`the answer is larger than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
