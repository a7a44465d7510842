// node tools/src/deploy/select-workspaces.ts <workspace folder> <target>: what an image of one workspace is made of.
// Runs while an image is built, before anything is installed: Node alone. Writes <target>/manifests (what npm installs
// from: package.json files without development dependencies, the lock file) and <target>/sources.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Manifest = {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** What it needs at run time, as npm understands it; default: its sources. */
  readonly files?: readonly string[];
  readonly [field: string]: unknown;
};

/** The folder of `start` and of every workspace that it depends on; development dependencies do not count. */
export function workspacesBelow(start: string, manifests: ReadonlyMap<string, Manifest>): string[] {
  const folders = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
  const selected = new Set<string>();
  const select = (folder: string) => {
    const manifest = manifests.get(folder);
    if (!manifest)
      throw new Error(`${folder} is no workspace: name one of ${[...manifests.keys()].join(', ')}`);
    if (selected.has(folder)) return;
    selected.add(folder);
    for (const name of Object.keys(manifest.dependencies ?? {})) {
      const workspace = folders.get(name);
      if (workspace) select(workspace);
    }
  };
  select(start);
  return [...selected].sort();
}

/** A manifest as an image needs it: nothing for development. */
export const shipped = ({ devDependencies, scripts, ...rest }: Manifest) => rest;

/** The manifests of all workspaces by folder, from the lock file. */
export function readManifests(root: string): Map<string, Manifest> {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const folders = Object.keys(packages).filter((path) => /^(packages|services)\/[^/]+$|^tools$/.test(path));
  return new Map(
    folders.map((path) => [path, JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))]),
  );
}

function write(root: string, start: string, target: string): void {
  const manifests = readManifests(root);
  const folders = workspacesBelow(start, manifests);
  const put = (path: string, manifest: object) => {
    const file = join(target, 'manifests', path, 'package.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  };
  const { optionalDependencies, ...top } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  put('', shipped({ ...top, workspaces: folders })); // the Node that it would bring is in the image already
  for (const file of ['package-lock.json', '.npmrc'])
    cpSync(join(root, file), join(target, 'manifests', file));
  for (const folder of folders) {
    const manifest = manifests.get(folder)!;
    put(folder, shipped(manifest));
    for (const part of ['package.json', ...(manifest.files ?? ['src'])])
      cpSync(join(root, folder, part), join(target, 'sources', folder, part), { recursive: true });
  }
}

if (import.meta.main) {
  const [start = '', target = ''] = process.argv.slice(2);
  write(fileURLToPath(new URL('../../../', import.meta.url)), start, target);
}
