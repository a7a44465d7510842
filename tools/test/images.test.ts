import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readManifests, shipped, workspacesBelow } from '../src/deploy/select-workspaces.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifests = readManifests(root);
const services = [...manifests.keys()].filter((folder) => folder.startsWith('services/'));
/** The instructions of each stage of the Dockerfile, continued lines joined. */
const stages = new Map(
  readFileSync(`${root}Dockerfile`, 'utf8')
    .replace(/\\\n/g, '')
    .replace(/^#.*\n/gm, '')
    .split(/^FROM /m)
    .map((stage) => [/AS (\S+)/.exec(stage)?.[1] ?? 'before', stage.trim().split('\n').slice(1)]),
);

it.each(services)('%s stands on nothing of development', (service) => {
  const folders = workspacesBelow(service, manifests);
  expect(folders).toContain(service);
  expect(folders).toContain('packages/kit');
  expect(folders.filter((folder) => /sandbox|servers|tools/.test(folder))).toEqual([]);
});

it('takes no development dependency along', () => {
  const signature = manifests.get('services/signature')!;
  expect(Object.keys(signature['devDependencies'] as object)).toContain('@edo/sandbox');
  expect(JSON.stringify(shipped(signature))).not.toContain('@edo/sandbox');
});

it('refuses a workspace that there is not, and names those that there are', () => {
  expect(() => workspacesBelow('services/', manifests)).toThrow(
    /is no workspace: name one of .*services\/identity/,
  );
});

it('builds a service of what was selected and installed for it, checks that no sandbox is in it, and ends with it', () => {
  const service = stages.get('service')!;
  const copies = service.filter((line) => line.startsWith('COPY'));
  expect(copies).toHaveLength(2);
  for (const copy of copies) expect(copy).toMatch(/^COPY --from=(installed|selected) /);
  expect(service.filter((line) => line.startsWith('RUN'))).toEqual([
    expect.stringMatching(/! -e packages\/sandbox .*! -e node_modules\/@edo\/sandbox .*trust-list\.json/),
  ]);
  expect([...stages.keys()].at(-1)).toBe('service');
});

it('runs as a user by number, so that Kubernetes can see that it is not root', () => {
  expect(stages.get('process')).toContain('USER 1000:1000');
  for (const name of ['service', 'sandbox'])
    expect(stages.get(name)!.filter((line) => line.startsWith('USER'))).toEqual([]);
});

it('sends Docker what images are made of, and nothing else', () => {
  const lines = readFileSync(`${root}.dockerignore`, 'utf8').split('\n');
  expect(lines.find((line) => line !== '' && !line.startsWith('#'))).toBe('*');
  for (const kept of ['**/node_modules', '**/test', '**/*.test.ts']) expect(lines).toContain(kept);
});
