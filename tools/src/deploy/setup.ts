// The container `setup`: makes what is not there yet (keys, passwords, the operator's key) and gives every other
// container its part of it. It shares the sandbox's network, because the sandbox issues keys to its own machine alone.
import { join } from 'node:path';
import { openKeyFolder } from '../start/key-folder.ts';
import { obtainOperatorKey } from '../start/operator.ts';
import { folders, ports } from './containers.ts';
import { deliver, giveTo } from './parcel.ts';
import { parcels } from './parcels.ts';

/** The user of all containers but this one. */
const OWNER = 1000;

const keys = openKeyFolder(folders.keys);
const operatorKeyFile = await obtainOperatorKey(keys, `http://127.0.0.1:${ports.sandbox}`);
const all = parcels({ keys, keysDir: folders.keys, operatorKeyFile, dataDir: folders.data });
for (const [container, parcel] of Object.entries(all)) {
  deliver(parcel, join(folders.parcels, container), OWNER);
  console.log(`${container} has ${Object.keys(parcel).sort().join(', ')}`);
}
for (const volume of process.argv.slice(2)) giveTo(OWNER, volume); // of images that do not know that user
