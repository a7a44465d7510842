import { objectClient, runEdge } from '@edo/kit';
import { gatewayApp } from './app.ts';
import { Config } from './config.ts';

await runEdge({ name: 'gateway', config: Config }, async (platform) => {
  const { config, ask, assertions, clock, log, onStop } = platform;
  const objects = objectClient({ baseUrl: config.OBJECTS_URL, assertions });
  const app = await gatewayApp({ config, ask, objects, clock, log });
  return async () => {
    const address = await app.listen({ host: config.HOST, port: config.GATEWAY_PORT });
    log.info({ address }, 'listening');
    onStop(() => app.close());
  };
});
