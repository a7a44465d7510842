import { expect, it } from '@jest/globals';
import { loginUrl } from './mongo-users.ts';

const user = { user: 'identity', password: 'p@ss/:', database: 'edo_identity' };

it.each([
  [
    'mongodb://127.0.0.1:27017',
    'mongodb://identity:p%40ss%2F%3A@127.0.0.1:27017/edo_identity?authSource=edo_identity',
  ],
  [
    'mongodb://root:secret@a:1,b:2/admin?replicaSet=rs0&authSource=admin',
    'mongodb://identity:p%40ss%2F%3A@a:1,b:2/edo_identity?replicaSet=rs0&authSource=edo_identity',
  ],
  [
    'mongodb+srv://root:secret@cluster.example/?tls=true',
    'mongodb+srv://identity:p%40ss%2F%3A@cluster.example/edo_identity?tls=true&authSource=edo_identity',
  ],
])('puts the login of a user in place of the one in %s', (url, expected) => {
  expect(loginUrl(url, user)).toBe(expected);
});
