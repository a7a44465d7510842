import { describe, expect, it } from '@jest/globals';
import { heldBy, keptBy, type StoredObject } from './stored-object.ts';

const object: StoredObject = {
  objectId: 'o',
  version: 1,
  size: 0,
  sha256: '',
  mediaType: 'text/plain',
  storedAt: new Date(0),
  storedBy: 'gateway',
  blobId: 'b',
  wrappedKey: null,
  holders: [],
  holds: [],
};

describe('holders of an object', () => {
  it('[5.3.11] counts each holder once', () => {
    const one = keptBy(object, { holder: 'client:a' })!;
    const two = keptBy(one, { holder: 'client:b' })!;
    expect(two.holders).toEqual([{ holder: 'client:a' }, { holder: 'client:b' }]);
    expect(keptBy(two, { holder: 'client:a' })).toBeNull();
  });

  it('[5.3.11] replaces the term of a holder that names another', () => {
    const one = keptBy(object, { holder: 'client:a', until: '2026-01-01T00:00:00.000Z' })!;
    const later = keptBy(one, { holder: 'client:a', until: '2027-01-01T00:00:00.000Z' })!;
    expect(later.holders).toEqual([{ holder: 'client:a', until: '2027-01-01T00:00:00.000Z' }]);
  });

  it('adds a hold to those that stand', () => {
    expect(heldBy(heldBy(object, 'h1'), 'h2').holds).toEqual(['h1', 'h2']);
  });
});
