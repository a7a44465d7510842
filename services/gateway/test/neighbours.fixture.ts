import { randomUUIDv7 } from 'node:crypto';
import {
  type ActionContract,
  type Actor,
  disputes,
  documents,
  identity,
  journal,
  notifications,
  objects,
  Refusal,
  type ServiceContract,
} from '@edo/contracts';
import { type Ask, type Assertions, type createBroker, type Handlers, type Request, serve } from '@edo/kit';

type Answer = (request: Request<ActionContract>) => unknown;

/** One request that reached a neighbour. */
export interface Asked {
  readonly action: string;
  readonly params: unknown;
  readonly actor: Actor | null;
}

export interface Neighbours {
  readonly asked: Asked[];
  /** Says what an action answers from now on; without it the answer is NOT_FOUND. */
  answer<A extends ActionContract>(action: A, answer: Answer): void;
  /** A session of a new user of a new client, or of the operator: its token, until `end` is called with it. */
  session(kind: 'user' | 'operator'): { token: string; actor: Extract<Actor, { kind: 'user' | 'operator' }> };
  end(token: string): void;
}

/** All that the gateway asks. */
export const ALL: readonly ServiceContract[] = [
  identity,
  documents,
  notifications,
  journal,
  objects,
  disputes,
];

/** Neighbours that answer what a test tells them to, over the real bus and by their contracts. */
export function serveNeighbours(
  broker: ReturnType<typeof createBroker>,
  { assertions, ask }: { assertions: Assertions; ask: Ask },
  served: readonly ServiceContract[],
): Neighbours {
  const asked: Asked[] = [];
  const answers = new Map<string, Answer>();
  const sessions = new Map<string, Actor>();
  const handle = (action: ActionContract) => async (request: Request<ActionContract>) => {
    asked.push({ action: action.name, params: request.params, actor: request.actor });
    const answer = answers.get(action.name);
    if (!answer) throw new Refusal('NOT_FOUND', `${action.name} knows nothing`);
    return answer(request);
  };
  for (const contract of served) {
    const handlers = Object.fromEntries(
      Object.entries(contract.actions).map(([key, action]) => [key, handle(action)]),
    );
    broker.createService(serve(contract, handlers as Handlers<ServiceContract>, { assertions, ask }));
  }
  answers.set(identity.actions.resolveSession.name, async ({ params }) => {
    const actor = sessions.get((params as { token: string }).token);
    if (!actor) throw new Refusal('NOT_SIGNED_IN', 'the session has ended');
    return { actor, ...(await assertions.actor(actor)) };
  });
  return {
    asked,
    answer: (action, answer) => void answers.set(action.name, answer),
    session(kind) {
      const token = `${kind}-${randomUUIDv7()}`;
      const common = { userId: randomUUIDv7(), sessionId: randomUUIDv7(), locale: 'ru' as const };
      const actor = kind === 'user' ? { kind, clientId: randomUUIDv7(), ...common } : { kind, ...common };
      sessions.set(token, actor);
      return { token, actor };
    },
    end: (token) => void sessions.delete(token),
  };
}
