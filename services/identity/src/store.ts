import type { PersonalData } from '@edo/kit';
import type { Connection } from 'mongoose';
import { authorityStore } from './store/authorities.ts';
import { budgetStore } from './store/budgets.ts';
import { certificateStore } from './store/certificates.ts';
import { challengeStore } from './store/challenges.ts';
import { clientStore } from './store/clients.ts';
import { loginGuard } from './store/login-guard.ts';
import { sessionStore } from './store/sessions.ts';
import { userStore } from './store/users.ts';

/** All that identity keeps; domain types in and out, personal data sealed. */
export type Store = ReturnType<typeof storeOn>;

/** `clockOffset`: milliseconds by which the instants to be kept run ahead of the machine's clock. */
export function storeOn(connection: Connection, personal: PersonalData, clockOffset = 0) {
  return {
    clients: clientStore(connection, personal),
    users: userStore(connection, personal),
    authorities: authorityStore(connection, personal),
    certificates: certificateStore(connection, personal),
    challenges: challengeStore(connection, clockOffset),
    sessions: sessionStore(connection, clockOffset),
    loginGuard: loginGuard(connection, clockOffset),
    budgets: budgetStore(connection, clockOffset),
    index: personal.index,
  };
}
