import { hash, verify } from '@node-rs/argon2';

/** Argon2id with the parameters that OWASP names (19 MiB, 2 passes, 1 lane): the library's own defaults, said aloud. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export interface Passwords {
  /** The Argon2id hash in PHC format. */
  hash(password: string): Promise<string>;
  /** Whether the password is the hashed one; without a hash it takes the same time and is false. */
  matches(password: string, passwordHash: string | null): Promise<boolean>;
}

export async function passwordsWith(secret: Buffer): Promise<Passwords> {
  const options = { ...PARAMETERS, secret };
  const nobodys = await hash('nobody has this password', options);
  const normal = (password: string) => password.normalize('NFKC');
  return {
    hash: (password) => hash(normal(password), options),
    async matches(password, passwordHash) {
      const equal = await verify(passwordHash ?? nobodys, normal(password), options);
      return equal && passwordHash !== null;
    },
  };
}
