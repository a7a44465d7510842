import { closeSync, createReadStream, openSync, readSync, statSync } from 'node:fs';
import { createHash } from '../algorithms/digests.ts';
import { readPem, unarmor } from '../der/pem.ts';
import { EdsError } from '../errors.ts';
import type { DigestSource } from '../validation/content.ts';
import { type Certificate, parseCertificate } from '../x509/certificate.ts';
import { UnreadableInput } from './errors.ts';

/** More than the largest list of НУЦ РК; a larger file is refused unread. */
const MOST_BYTES = 256 * 1024 * 1024;
const PORTION = 1024 * 1024;

/** The bytes of a file, or of a pipe. Error: UnreadableInput. */
export function readInput(path: string): Uint8Array {
  refuseFolder(path);
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    return readBounded(path, file);
  } catch (error) {
    throw error instanceof UnreadableInput ? error : fileError(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Reads to the end, or to the limit: the size that the system tells is not that of pipes and devices. */
function readBounded(path: string, file: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= MOST_BYTES; ) {
    const chunk = new Uint8Array(PORTION);
    const read = readSync(file, chunk);
    if (read === 0) return new Uint8Array(Buffer.concat(chunks));
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  throw new UnreadableInput('DER_LIMIT', `${path} has more than the ${MOST_BYTES} bytes that are read`);
}

/** What `read` makes of the file's bytes, without PEM or base64; its EdsError names the file. */
export function parseInput<T>(path: string, read: (der: Uint8Array) => T): T {
  const bytes = readInput(path);
  return naming(path, () => read(unarmor(bytes)));
}

/** Runs `read`, whose EdsError becomes an UnreadableInput that names the file. */
export function naming<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw named(path, error);
  }
}

/** An EdsError as an UnreadableInput that names the file; any other error as it is. */
export const named = (path: string, error: unknown): unknown =>
  error instanceof EdsError ? new UnreadableInput(error.code, `${path}: ${error.message}`) : error;

/** All certificates of a file: one in DER or base64, or as many as a PEM holds. */
export function readCertificates(path: string): Certificate[] {
  const bytes = readInput(path);
  return naming(path, () => {
    const text = Buffer.from(bytes).toString('latin1');
    const blocks = readPem(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
    if (blocks.length > 0) return blocks.map((block) => parseCertificate(block.bytes));
    return [parseCertificate(unarmor(bytes))];
  });
}

/** The first certificate of a file. */
export const readCertificate = (path: string): Certificate => readCertificates(path)[0]!;

/** Tells the digests of a file of any size, which is read as a stream. Error of `digest`: UnreadableInput. */
export function digestsOfFile(path: string): DigestSource {
  refuseFolder(path);
  return {
    digest: async (oid) => {
      const hash = createHash(oid);
      try {
        for await (const chunk of createReadStream(path, { highWaterMark: PORTION })) hash.update(chunk);
      } catch (error) {
        throw fileError(path, error);
      }
      return hash.digest();
    },
  };
}

function refuseFolder(path: string): void {
  if (statOf(path).isDirectory())
    throw new UnreadableInput('EISDIR', `${path} is a folder, a file is needed`);
}

function statOf(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    throw fileError(path, error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
};

/** A refusal of the file system, in words. */
export function fileError(path: string, error: unknown): UnreadableInput {
  const { code = 'EIO' } = error as { code?: string };
  return new UnreadableInput(code, `${path}: ${REASONS[code] ?? `it cannot be read (${code})`}`);
}
