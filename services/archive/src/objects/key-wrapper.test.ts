import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { keyWrapper } from './key-wrapper.ts';

describe('wrapped keys', () => {
  it('unwrap to the same key, which they do not show', async () => {
    const wrapper = keyWrapper(randomBytes(32));
    const key = randomBytes(32);
    const wrapped = await wrapper.wrap(key);
    expect(wrapped.key.includes(key)).toBe(false);
    expect((await wrapper.unwrap(wrapped)).equals(key)).toBe(true);
  });

  it('do not unwrap when they were changed', async () => {
    const wrapper = keyWrapper(randomBytes(32));
    const { kek, key } = await wrapper.wrap(randomBytes(32));
    key[3]! ^= 1;
    await expect(wrapper.unwrap({ kek, key })).rejects.toThrow();
  });

  it('say which key-encryption key they need', async () => {
    const wrapped = await keyWrapper(createHash('sha256').update('one').digest()).wrap(randomBytes(32));
    const other = keyWrapper(createHash('sha256').update('other').digest());
    await expect(other.unwrap(wrapped)).rejects.toThrow(/the key was wrapped by [0-9a-f]{16}/);
  });
});
