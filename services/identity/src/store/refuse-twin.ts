import { Refusal } from '@edo/contracts';
import { isDuplicateKey } from '@edo/kit';

/** Runs an insert; a unique index that already holds the value is the refusal ALREADY_EXISTS. */
export async function refuseTwin(what: string, insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new Refusal('ALREADY_EXISTS', `${what} is there already`, {}, { cause: error });
  }
}
