import { readFileSync } from 'node:fs';

/** One requirement of the agreement: the clauses it comes from (`5.3.6`) and what the platform does, in one sentence. */
export type Requirement = { section: string; clauses: string[]; requirement: string };

export const readRequirements = (file: string): Requirement[] => JSON.parse(readFileSync(file, 'utf8'));
