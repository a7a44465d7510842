import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { loadTrustList } from '../trust/load.ts';
import {
  createTrustList,
  type Environment,
  type TrustedFor,
  type TrustList,
  type TrustListEntry,
} from '../trust/trust-list.ts';
import { UnreadableInput } from './errors.ts';
import { fileError, naming, readCertificates } from './files.ts';

const BUILT_IN = join(import.meta.dirname, '../../trust/production');
const EXTENSIONS: readonly string[] = ['.cer', '.crt', '.pem', '.der'];
const LIST = 'trust-list.json';

/** What help says about trust. */
export const TRUST_NOTES: readonly string[] = [
  'Trust: a DIR with a trust-list.json is read as that list says, with its pinned hashes; in any other DIR every',
  'certificate (.cer .crt .pem .der) is trusted: naming the folder is what pins it. A DIR may also be one file.',
  'Sub-folders are not looked into. Without --tsa-trust, --trust serves signers and time-stamping authorities;',
  'with it, --trust serves signers only. Without --trust: the production list of НУЦ РК that comes with eds.',
  '',
];

/** The trust that the command line names. Error: UnreadableInput for a folder without certificates. */
export function readTrust(trust: readonly string[], tsaTrust: readonly string[] = []): TrustList {
  const named = trust.length > 0 ? together(trust, ['signers', 'timestamps']) : builtIn();
  if (tsaTrust.length === 0) return named;
  const { timestampAuthorities } = together(tsaTrust, ['timestamps']);
  return { ...named, version: `${named.version}; TSA: ${tsaTrust.join(', ')}`, timestampAuthorities };
}

const builtIn = (): TrustList => loadTrustList(BUILT_IN, 'production');

function together(paths: readonly string[], trustedFor: readonly TrustedFor[]): TrustList {
  const lists = paths.map((path) => naming(path, () => readOne(path, trustedFor)));
  return {
    environment: lists.every(({ environment }) => environment === 'production')
      ? 'production'
      : 'development',
    version: lists.map(({ version }, index) => `${paths[index]} ${version}`).join(', '),
    signers: lists.flatMap(({ signers }) => signers),
    timestampAuthorities: lists.flatMap(({ timestampAuthorities }) => timestampAuthorities),
    ocspResponders: lists.flatMap(({ ocspResponders }) => ocspResponders),
  };
}

function readOne(path: string, trustedFor: readonly TrustedFor[]): TrustList {
  if (!isFolder(path)) return plainList([path], trustedFor);
  if (existsSync(join(path, LIST))) return loadTrustList(path, environmentOf(path));
  const files = readdirSync(path, { withFileTypes: true });
  const certificates = files.filter((file) => EXTENSIONS.includes(extname(file.name).toLowerCase()));
  if (certificates.length === 0) {
    const folders = files.filter((file) => file.isDirectory()).map(({ name }) => name);
    const hint =
      folders.length > 0 ? `; it has the folders ${folders.join(', ')}: name the ones you mean` : '';
    throw new UnreadableInput(
      'TRUST_LIST_INVALID',
      `${path} holds no certificate (.cer .crt .pem .der)${hint}`,
    );
  }
  return plainList(
    certificates.map(({ name }) => join(path, name)),
    trustedFor,
  );
}

/** Every certificate of these files, pinned as it is. */
function plainList(files: readonly string[], trustedFor: readonly TrustedFor[]): TrustList {
  const entries = files.flatMap(readCertificates).map(
    ({ encoded, fingerprint }): TrustListEntry => ({
      certificate: encoded,
      sha256: fingerprint,
      trustedFor,
    }),
  );
  return createTrustList('development', `(${entries.length} certificates)`, entries);
}

/** A list is read for the environment that it is for: who names it on the command line has chosen. */
function environmentOf(folder: string): Environment {
  try {
    const list = JSON.parse(readFileSync(join(folder, LIST), 'utf8')) as { environment?: unknown } | null;
    return list?.environment === 'production' ? 'production' : 'development';
  } catch {
    return 'development'; // `loadTrustList` says what is wrong with it
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw fileError(path, error);
  }
}
