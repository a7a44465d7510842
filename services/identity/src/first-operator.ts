import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { Email, Phone, Refusal } from '@edo/contracts';
import { SALT_BYTES } from '@edo/journal';
import { type Clock, ConfigError, readPrivateFile } from '@edo/kit';
import { z } from 'zod';
import type { Passwords } from './passwords.ts';
import type { Store } from './store.ts';

const Bootstrap = z.strictObject({ email: Email, phone: Phone, password: z.string().min(12).max(128) });

/**
 * Makes the first login of the operator from a private file, only while the operator has none.
 * @throws ConfigError when the file is wrong; its content is never repeated
 */
export async function addFirstOperator(
  file: string,
  { store, passwords, clock }: { store: Store; passwords: Passwords; clock: Clock },
): Promise<'added' | 'present'> {
  if (await store.users.hasOperator()) return 'present';
  const { email, phone, password } = await readBootstrap(file);
  const user = {
    userId: randomUUIDv7(),
    version: 1,
    clientId: null,
    fullName: 'Operator',
    iin: null,
    position: null,
    email,
    phone,
    locale: 'ru' as const,
    passwordHash: await passwords.hash(password),
    addedAt: clock.now(),
    salt: randomBytes(SALT_BYTES).toString('base64'),
  };
  try {
    await store.users.add(user);
    return 'added';
  } catch (error) {
    if (error instanceof Refusal && error.code === 'ALREADY_EXISTS') return 'present'; // another copy was first
    throw error;
  }
}

async function readBootstrap(file: string): Promise<z.infer<typeof Bootstrap>> {
  const text = await readPrivateFile('OPERATOR_BOOTSTRAP_FILE', file);
  try {
    return Bootstrap.parse(JSON.parse(text));
  } catch (cause) {
    const where =
      cause instanceof z.ZodError ? cause.issues.map(({ path }) => path.join('.')).join(', ') : 'JSON';
    throw new ConfigError(`OPERATOR_BOOTSTRAP_FILE: expected {email, phone, password}; wrong: ${where}`);
  }
}
