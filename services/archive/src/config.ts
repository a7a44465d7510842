import { StoreConfig } from '@edo/kit';
import { z } from 'zod';

const MEBIBYTE = 1024 * 1024;
const seconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);

/** `archive` runs as three processes of one codebase, each configured for itself. */
export const JournalConfig = StoreConfig.extend({
  ARCHIVE_ROLE: z.literal('journal'),
  /** Origin line of the checkpoints, a schema-less URL that the operator owns; it never changes. */
  JOURNAL_ORIGIN: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  /** Ed25519 private key that signs checkpoints, PKCS#8 PEM. */
  JOURNAL_KEY_FILE: z.string().min(1),
  /** Folder of the last checkpoint, shared by all copies, on a disk that no restore of the database touches. */
  JOURNAL_ANCHOR_DIR: z.string().min(1),
  /** The operator to whom the journal's key is bound. */
  OPERATOR_BIN: z.string().regex(/^\d{12}$/),
  OPERATOR_NAME: z.string().min(1).max(300),
  /** The object port of `archive`: the statement over the key is signed as a stored object. */
  OBJECTS_URL: z.url(),
  /** How long the first caller of a group waits for others, and how many facts a group commits. */
  GROUP_WAIT_MILLIS: z.coerce.number().int().min(0).max(100).default(3),
  GROUP_MAX_FACTS: z.coerce.number().int().min(1).max(1000).default(1000),
  /** Facts that may wait for a commit; more are refused. */
  MAX_WAITING_FACTS: z.coerce.number().int().min(1).default(20_000),
  /** A standby takes over after so long without the leader. */
  LEASE_SECONDS: seconds(6),
  /** How long the stream FACTS keeps a fact; who falls further behind reads the journal. */
  FACTS_WINDOW_SECONDS: seconds(7 * 24 * 3600),
  FACTS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1),
  /** When a timestamp of НУЦ РК is put beside the latest checkpoint. */
  STAMP_CRON: z.string().default('*/10 * * * *'),
});
export type JournalConfig = z.infer<typeof JournalConfig>;

export const ObjectsConfig = StoreConfig.extend({
  ARCHIVE_ROLE: z.literal('objects'),
  /** TCP port of `PUT /objects/:id` and `GET /objects/:id`. */
  OBJECTS_PORT: z.coerce.number().int().min(0).max(65_535),
  MAX_OBJECT_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(100 * MEBIBYTE),
  /** Key-encryption key of the objects: 32 random bytes in base64, readable by its owner only. A KMS takes its place. */
  OBJECTS_KEK_FILE: z.string().min(1),
  /** An upload that has not ended after so long is swept away. */
  UPLOAD_SECONDS: seconds(3600),
});
export type ObjectsConfig = z.infer<typeof ObjectsConfig>;

export const JobsConfig = StoreConfig.extend({
  ARCHIVE_ROLE: z.literal('jobs'),
  OBJECTS_URL: z.url(),
});
export type JobsConfig = z.infer<typeof JobsConfig>;

export const Config = z.discriminatedUnion('ARCHIVE_ROLE', [JournalConfig, ObjectsConfig, JobsConfig]);
export type Config = z.infer<typeof Config>;
