import { benchGost } from './gost.ts';
import { benchHostile } from './hostile.ts';
import { benchPeers } from './peers.ts';
import { benchRaw } from './raw.ts';
import { benchValidate } from './validate.ts';

// The speed of this library, as JSON lines {name, perSec, unit, min, max}: medians, smallest and largest of five turns,
// per CPU second of one process. Peers are measured in the same run, on the same machine.
await benchValidate();
await benchPeers();
await benchRaw();
await benchGost();
await benchHostile();
