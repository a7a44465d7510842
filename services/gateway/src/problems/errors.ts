import { Refusal } from '@edo/contracts';
import type { FastifyError } from 'fastify';

/** What fastify itself refuses, in the platform's words; undefined for anything else. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  if (statusCode === undefined || statusCode >= 500) return undefined;
  const make =
    REFUSED[code ?? ''] ?? (() => new Refusal('PARAMS_INVALID', message ?? 'the request is malformed'));
  return make();
}

const REFUSED: Readonly<Record<string, () => Refusal>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Refusal('REQUEST_TOO_LARGE', 'the body is larger than this address takes'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new Refusal('FORMAT_NOT_ACCEPTED', 'the body must be application/json', {
      accepted: ['application/json'],
    }),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    new Refusal('PARAMS_INVALID', 'the body is not as long as Content-Length says'),
};
