import type { identity } from '@edo/contracts';
import type { Handlers } from '@edo/kit';
import { authorityActions } from './actions/authority.ts';
import { clientActions } from './actions/clients.ts';
import { loginActions } from './actions/login.ts';
import { sessionActions } from './actions/sessions.ts';
import type { Dependencies } from './dependencies.ts';

export const identityHandlers = (deps: Dependencies): Handlers<typeof identity> => ({
  ...loginActions(deps),
  ...sessionActions(deps),
  ...clientActions(deps),
  ...authorityActions(deps),
});
