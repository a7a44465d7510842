import type { Client } from './client.ts';
import type { ClientUser } from './user.ts';

export const NOW = '2026-03-16T09:00:00.000Z';
export const SALT = Buffer.alloc(32, 7);
/** Made up, with a right check digit; they belong to nobody. */
export const IIN = '900101300017';
export const BIN = '990240000010';

const id = (last: number) => `0192f0c1-2a3b-7c4d-8e5f-${String(last).padStart(12, '0')}`;

export const company: Client = {
  clientId: id(1),
  version: 1,
  kind: 'legal-entity',
  name: 'Test company A',
  iin: null,
  bin: BIN,
  joinedAt: NOW,
  acceptance: {
    agreementVersion: '1',
    locale: 'ru',
    acceptedAt: NOW,
    evidence: 'signed on paper',
    addedBy: id(9),
  },
  salt: SALT.toString('base64'),
};

export const person: Client = {
  ...company,
  clientId: id(2),
  kind: 'person',
  name: 'Test person',
  iin: IIN,
  bin: null,
};

export const user: ClientUser = {
  userId: id(3),
  version: 1,
  clientId: company.clientId,
  fullName: 'Test Head',
  iin: IIN,
  position: 'head',
  email: 'head@a.test',
  phone: '+77010000001',
  locale: 'ru',
  passwordHash: '',
  addedAt: NOW,
  salt: SALT.toString('base64'),
};
