import { readFileSync } from 'node:fs';
import { serviceNames } from '@edo/contracts';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { containers, folders, ports } from '../src/deploy/containers.ts';
import { outsideWorld, serviceProcesses } from '../src/start/process-table.ts';

type Service = {
  command?: string[];
  image: string;
  build?: { target: string; args: Record<string, string> };
  environment?: Record<string, string>;
  volumes: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  [option: string]: unknown;
};
const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
const compose: { services: Record<string, Service>; volumes: Record<string, null> } = parse(text, {
  merge: true,
});
const all = Object.entries(compose.services);
const outside = outsideWorld(containers);
const processes = [...outside.map(({ name }) => name), ...serviceProcesses];
const imageOf = (name: string) => `\${EDO_IMAGES:-edo}/${name}`;
const given = (name: string) => `${name}:${folders.given}:ro`;

it('runs every process of the table, the servers, what sets them up, the road and the audit', () => {
  const others = ['audit', 'mongo', 'mongo-setup', 'nats', 'road', 'setup'];
  expect(Object.keys(compose.services).sort()).toEqual([...processes, ...others].sort());
});

it.each(outside)('runs $name as the table says', ({ name, entry, env }) => {
  const { image, command, environment } = compose.services[name]!;
  expect({ command, environment }).toEqual({ command: ['node', entry], environment: env });
  expect(image).toBe(imageOf('sandbox'));
});

it.each(serviceProcesses)(
  'runs %s from the image of its service, configured by what setup gives it',
  (name) => {
    const { image, command, environment, volumes } = compose.services[name]!;
    expect(image).toBe(imageOf(name.replace(/-.*/, '')));
    expect(command).toBeUndefined();
    expect(Object.keys(environment!)).toEqual(['LOG_LEVEL', 'OTEL_EXPORTER_OTLP_ENDPOINT']);
    expect(volumes).toContain(given(name));
  },
);

it('builds each image once: those of the services as services, everything of development as the sandbox', () => {
  const builds = all.flatMap(([, { image, build }]) => (build ? [{ image, ...build }] : []));
  const BASE_IMAGE = `\${EDO_NODE_IMAGE:-node:26-slim}`;
  const of = (image: string, target: string, args: object) => ({
    image: imageOf(image),
    context: '.',
    target,
    args: { ...args, BASE_IMAGE },
  });
  expect(builds).toHaveLength(1 + serviceNames.length);
  expect(builds).toEqual(
    expect.arrayContaining([
      of('sandbox', 'sandbox', { WORKSPACE: 'tools' }),
      ...serviceNames.map((name) => of(name, 'service', { SERVICE: name })),
    ]),
  );
});

it('starts the road when every process is healthy', () => {
  const { depends_on } = compose.services['road']!;
  const awaited = processes.filter((name) => name !== 'sandbox'); // whose network it shares, as setup did
  expect(depends_on).toEqual(
    Object.fromEntries(awaited.map((name) => [name, { condition: 'service_healthy' }])),
  );
});

describe('secrets', () => {
  it('are not in the file', () => {
    expect(text).not.toMatch(/PASSWORD|SECRET|PRIVATE|mongodb:\/\/|nats:\/\//);
  });

  it('of one container are seen by it and by setup alone', () => {
    for (const [name, { volumes }] of all.filter(([name]) => name !== 'setup')) {
      const inRun = volumes.filter((volume) => volume.includes(folders.given));
      expect(inRun).toEqual(inRun.length === 0 ? [] : [given(name)]);
      expect(volumes.join()).not.toContain(folders.keys);
      if (inRun.length > 0)
        expect(compose.services['setup']!.volumes).toContain(`${name}:${folders.parcels}/${name}`);
    }
  });
});

it.each(all)('%s may do little: no rights, a file system that it cannot write', (name, service) => {
  expect(service).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(service['security_opt']).toEqual(['no-new-privileges:true']);
  const { user, cap_add } = service;
  const isRoot = { user: '0:0', cap_add: ['CHOWN', 'DAC_OVERRIDE'] };
  if (name === 'setup') expect({ user, cap_add }).toEqual(isRoot);
  else expect([undefined, '1000:1000']).toContain(user); // the user of our images, and of theirs here
});

it('publishes what people look at, to this machine alone', () => {
  const published = all.flatMap(([name, { ports }]) => (ports ?? []).map((port) => `${name} ${port}`));
  expect(published).toEqual([
    expect.stringMatching(new RegExp(`^sinks 127\\.0\\.0\\.1:.*:${ports.mail}$`)),
    expect.stringMatching(new RegExp(`^sinks 127\\.0\\.0\\.1:.*:${ports.sms}$`)),
    expect.stringMatching(new RegExp(`^gateway 127\\.0\\.0\\.1:.*:${ports.gateway}$`)),
  ]);
});

it('declares every volume that it names, and no other', () => {
  const named = all.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]));
  expect([...new Set(named)].sort()).toEqual(Object.keys(compose.volumes).sort());
});
