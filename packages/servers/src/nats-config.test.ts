import { expect, it } from '@jest/globals';
import { natsConfig } from './nats-config.ts';

const settings = { host: '127.0.0.1', port: 0, storeDir: '/data' };
const permissionsOf = (config: string) => JSON.parse(config).authorization.users[0].permissions;

it('lets the server pick a free port', () => {
  expect(JSON.parse(natsConfig(settings))).toMatchObject({ port: -1, jetstream: { store_dir: '/data' } });
});

it('turns an empty list into "nothing", which nats-server would read as "everything"', () => {
  const users = [{ user: 'a', password: 'b', publish: [], subscribe: ['facts.>'] }];
  expect(permissionsOf(natsConfig({ ...settings, users }))).toEqual({
    publish: { deny: ['>'] },
    subscribe: { allow: ['facts.>'] },
  });
});

it.each(['RES.identity-*', 'facts>.x', '*x'])('refuses %s, which NATS would take literally', (subject) => {
  const users = [{ user: 'a', password: 'b', publish: [subject] }];
  expect(() => natsConfig({ ...settings, users })).toThrow(
    expect.objectContaining({ code: 'SUBJECT_INVALID' }),
  );
});
