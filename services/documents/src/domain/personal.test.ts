import { expect, it } from '@jest/globals';
import { created, signatureBy } from './document.fixture.ts';
import { addSignature } from './document.ts';
import { join, split } from './personal.ts';

const signer = {
  commonName: 'ТЕСТОВ ТЕСТ',
  iin: '123456789013',
  bin: null,
  organization: null,
  roles: [],
  fingerprint: 'f'.repeat(64),
  serialNumber: '1',
};
const signed = addSignature(
  { ...created, title: 'Secret title', number: 'N-17' },
  { ...signatureBy('sender', 'b'), signer },
);

it('[5.3.15] the plain part of a document names nobody and tells nothing', () => {
  const plain = JSON.stringify(split(signed).plain);
  for (const word of ['Secret title', 'N-17', 'contract.pdf', 'ТЕСТОВ', '123456789013'])
    expect(plain).not.toContain(word);
});

it('both parts make the document again', () => {
  const { plain, personal } = split(signed);
  expect(join(plain, personal)).toEqual(signed);
});
