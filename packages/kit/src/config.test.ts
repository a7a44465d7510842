import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { BaseConfig, ConfigError, readConfig } from './config.ts';

const right = {
  NATS_URL: 'nats://127.0.0.1:4222',
  SERVICE_KEY_FILE: '/keys/documents.pem',
  SERVICE_KEYS_FILE: '/keys/services.json',
  HEALTH_PORT: '0',
};

describe('the configuration of a process', () => {
  it('is production where nothing is said', () => {
    expect(readConfig(BaseConfig, right)).toMatchObject({
      EDO_ENVIRONMENT: 'production',
      HEALTH_PORT: 0,
      EDO_CLOCK_OFFSET_MS: 0,
    });
  });

  it('names every wrong variable at once', () => {
    const read = () =>
      readConfig(BaseConfig, { ...right, NATS_URL: 'nowhere', HEALTH_PORT: 'eighty', SERVICE_KEY_FILE: '' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/NATS_URL: [\s\S]*SERVICE_KEY_FILE: [\s\S]*HEALTH_PORT: /);
  });

  it('never repeats a value: it may be a secret', () => {
    const Secret = BaseConfig.extend({ TOKEN: z.string().min(40) });
    expect(() => readConfig(Secret, { ...right, TOKEN: 'hunter2' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('hunter2') }),
    );
  });
});
