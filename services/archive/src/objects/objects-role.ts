import { once } from 'node:events';
import { objects } from '@edo/contracts';
import type { StorePlatform } from '@edo/kit';
import { schedule } from 'node-cron';
import type { ObjectsConfig } from '../config.ts';
import { gridFsBlobs } from './blob-store.ts';
import { contentsOf } from './contents.ts';
import { fileKeyWrapper } from './key-wrapper.ts';
import { objectPort } from './object-port.ts';
import { objectStore } from './object-store.ts';
import { objectsService } from './objects.service.ts';

/** Stored objects, in any number of copies: their port over HTTP, their actions over the bus. */
export async function objectsRole(platform: StorePlatform<ObjectsConfig>): Promise<() => Promise<void>> {
  const { config, connection, transaction, facts, clock, log, assertions } = platform;
  const store = objectStore(connection, transaction);
  const keys = await fileKeyWrapper('OBJECTS_KEK_FILE', config.OBJECTS_KEK_FILE);
  const blobs = gridFsBlobs(connection.db!);
  const contents = contentsOf({ store, blobs, keys, clock, maxBytes: config.MAX_OBJECT_BYTES });
  const uploadMillis = config.UPLOAD_SECONDS * 1000;
  platform.serve(objects, objectsService({ store, contents, transaction, facts, clock }));
  return async () => {
    const server = objectPort({ contents, assertions, log, uploadMillis });
    server.listen(config.OBJECTS_PORT, config.HOST);
    await once(server, 'listening');
    log.info({ address: server.address() }, 'stores and gives objects');
    const sweeping = schedule('17 * * * *', () => contents.sweep(uploadMillis), {
      noOverlap: true,
      logger: log,
    });
    platform.onStop(async () => {
      await sweeping.destroy();
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  };
}
