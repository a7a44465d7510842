/** Identifier octets of the universal types that PKIX and CMS use (X.690, 8.1.2). */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  nullValue: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

export const CONSTRUCTED = 0x20;

/** Identifier octet of `[number]`, constructed: explicit tags, implicit SEQUENCE and SET. */
export const contextTag = (number: number): number => 0xa0 | number;

/** Identifier octet of `[number]`, primitive: implicit OCTET STRING, INTEGER, strings. */
export const primitiveContextTag = (number: number): number => 0x80 | number;
