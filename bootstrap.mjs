// The one way into the project's programs: node bootstrap.mjs <entry.ts> [arguments]
// Plain JavaScript without dependencies, because on a fresh clone it runs on whatever Node (18 or newer) is there.
// It installs what package-lock.json names, then hands over to the Node that the project brings.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 26;
const root = dirname(fileURLToPath(import.meta.url));
const ownNode = join(root, 'node_modules/.bin/node');
const [entry, ...rest] = process.argv.slice(2);

if (!entry) refuse('usage: node bootstrap.mjs <entry.ts> [arguments]');
const installed = isInstalled();
if (!installed) await install();
if (installed && major(process.version) >= NEEDED) await enter();
else handOver();

/** Runs the entry in this process. */
async function enter() {
  if (process.channel) {
    process.on('disconnect', () => process.kill(process.pid, 'SIGTERM')); // the bootstrap above was killed
    process.channel.unref();
  }
  console.error(`Node.js ${process.version} on ${process.platform}-${process.arch}`);
  const file = resolve(root, entry);
  process.argv = [process.execPath, file, ...rest];
  await import(pathToFileURL(file).href);
}

/** Runs this file again on a Node that is new enough; signals go through, its end is this process's end. */
function handOver() {
  const child = spawn(findNode(), [fileURLToPath(import.meta.url), entry, ...rest], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    detached: true, // Ctrl-C reaches it once, from here, not a second time from the terminal
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function findNode() {
  const candidates = [ownNode, process.execPath];
  const found = candidates.find(
    (node) => major(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout) >= NEEDED,
  );
  return (
    found ??
    refuse(
      `Node.js ${NEEDED} is needed; this is ${process.version} and the project brings none that runs on ` +
        `${process.platform}-${process.arch} (it does for linux-x64, linux-arm64, darwin-arm64, with glibc): ` +
        `install Node.js ${NEEDED} and run again, or use docker compose up.`,
    )
  );
}

/** node_modules holds what package-lock.json names: npm writes what it installed into node_modules/.package-lock.json. */
function isInstalled() {
  const [wanted, present] = [packages('package-lock.json'), packages('node_modules/.package-lock.json')];
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, link }]) => {
    if (!path.includes('node_modules/')) return true; // a workspace: its link is checked
    const found = present[path];
    if (!found) return optional === true; // for another platform
    return link ? existsSync(join(root, path)) : found.version === version && found.integrity === integrity;
  });
}

function packages(file) {
  const path = join(root, file);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/**
 * By the npm that called us or the one on PATH, telling how far it is. `npm install --no-save` and not `npm ci`, which
 * refuses a lock file without the optional packages of other platforms, as npm itself writes it where a registry has
 * them not; that exactly the locked versions are there is checked afterwards.
 */
async function install() {
  if (process.channel)
    refuse('npm has not installed what package-lock.json names: remove node_modules and run again.');
  const total = Object.keys(packages('package-lock.json')).length;
  console.error('installing what package-lock.json names');
  const start = Date.now();
  const tell = () =>
    console.error(`installing: ${countFolders()} of at most ${total} packages, ${elapsed(start)} s`);
  const timer = setInterval(tell, 5000);
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const child = spawn(
    command,
    [...before, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((done) => child.on('error', () => done(127)).on('exit', done));
  clearInterval(timer);
  if (code === 127) refuse('npm was not found: install it (it comes with Node.js) and run again.');
  else if (code !== 0)
    refuse(`npm install ended with ${code}: see its lines above; check the network and run again.`);
}

function elapsed(start) {
  return Math.round((Date.now() - start) / 1000);
}

function countFolders() {
  const modules = join(root, 'node_modules');
  const names = existsSync(modules) ? readdirSync(modules).filter((name) => !name.startsWith('.')) : [];
  return names.reduce(
    (sum, name) => sum + (name.startsWith('@') ? readdirSync(join(modules, name)).length : 1),
    0,
  );
}

function major(version) {
  return Number(/^v(\d+)/.exec(version ?? '')?.[1] ?? 0);
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
