import {
  type Element,
  encodingOf,
  enter,
  next,
  optional,
  readAlgorithmIdentifier,
  readBoolean,
  readObjectIdentifier,
  readOctetString,
  readRoot,
  readSmallInteger,
  TAG,
} from '@edo/eds/structures';

/** TimeStampReq (RFC 3161, 2.4.1). */
export interface TimestampRequest {
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  readonly policy: string | undefined;
  /** The INTEGER as it came, with its tag. */
  readonly nonce: Uint8Array | undefined;
  readonly certificateRequested: boolean;
}

/** Reads a request; extensions are passed over. Errors: DER_*. */
export function readTimestampRequest(bytes: Uint8Array): TimestampRequest {
  const cursor = enter(readRoot(bytes), TAG.sequence);
  readSmallInteger(next(cursor));
  const imprint = enter(next(cursor), TAG.sequence);
  const imprintAlgorithm = readAlgorithmIdentifier(next(imprint)).oid;
  const policy = optional(cursor, TAG.objectIdentifier);
  const nonce = optional(cursor, TAG.integer);
  const requested: Element | undefined = optional(cursor, TAG.boolean);
  return {
    imprintAlgorithm,
    imprint: readOctetString(next(imprint)),
    policy: policy && readObjectIdentifier(policy),
    nonce: nonce && encodingOf(nonce),
    certificateRequested: requested ? readBoolean(requested) : false,
  };
}
