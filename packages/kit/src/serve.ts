import {
  type Access,
  type ActionContract,
  type Actor,
  type Params,
  Refusal,
  type Result,
  refusals,
  type ServiceContract,
  type ServiceName,
  topology,
} from '@edo/contracts';
import { SpanKind } from '@opentelemetry/api';
import { type Context, Errors, type ServiceSchema } from 'moleculer';
import type { Assertions } from './assertion.ts';
import { type Ask, audienceOf, type Meta } from './call.ts';
import { type Command, type Commands, CommandTwin } from './commands.ts';
import { isDatabaseAway } from './mongo.ts';
import { inSpan } from './telemetry.ts';

type ActorOf<A extends ActionContract> = A['access'] extends 'signed-in'
  ? Extract<Actor, { kind: 'user' | 'operator' }>
  : A['access'] extends 'user'
    ? Extract<Actor, { kind: 'user' }>
    : A['access'] extends 'operator'
      ? Extract<Actor, { kind: 'operator' }>
      : Actor | null;

/** One request to an action, its caller and actor already verified against the contract's `access`. */
export interface Request<A extends ActionContract> {
  readonly params: Params<A>;
  readonly caller: ServiceName;
  readonly actor: ActorOf<A>;
  /** Asks on behalf of the same actor. */
  readonly ask: Ask;
  /** Keeps the answer for a repeated command, inside the surrounding transaction, and returns it. Without a command it only returns. */
  remember(answer: Result<A>): Promise<Result<A>>;
}

export type Handlers<C extends ServiceContract> = {
  readonly [K in keyof C['actions']]: (request: Request<C['actions'][K]>) => Promise<Result<C['actions'][K]>>;
};

export interface Serving {
  readonly assertions: Assertions;
  readonly ask: Ask;
  /** Absent in services that keep nothing. */
  readonly commands?: Commands;
}

/** Binds a contract to its handlers: a missing, extra or ill-typed handler does not compile. */
export function serve<C extends ServiceContract>(
  contract: C,
  handlers: Handlers<C>,
  serving: Serving,
): ServiceSchema {
  const handlerOf = handlers as Readonly<
    Record<string, (request: Request<ActionContract>) => Promise<unknown>>
  >;
  const actions = Object.entries<ActionContract>(contract.actions).map(([key, action]) => [
    key,
    { handler: guard(action, handlerOf[key]!, serving) },
  ]);
  return { name: contract.name, actions: Object.fromEntries(actions) };
}

function guard<A extends ActionContract>(
  action: A,
  handler: (request: Request<A>) => Promise<Result<A>>,
  serving: Serving,
) {
  return (ctx: Context<unknown, Meta>) =>
    inSpan(
      `action ${action.name}`,
      SpanKind.SERVER,
      async () => {
        try {
          const request = await admit(action, ctx, serving);
          return action.result.parse(await once(request, handler, serving)) as Result<A>;
        } catch (error) {
          throw onTheWire(error, action);
        }
      },
      ctx.meta.trace,
    );
}

/** A refusal keeps its code and data; a database that does not answer is said so; the rest is a defect. */
function onTheWire(error: unknown, { name }: ActionContract): unknown {
  const refusal = isDatabaseAway(error)
    ? new Refusal(
        'SERVICE_UNAVAILABLE',
        `${name}: the database does not answer now; try again`,
        { action: name },
        { cause: error },
      )
    : error;
  if (!(refusal instanceof Refusal)) return error;
  return new Errors.MoleculerClientError(refusal.message, refusals[refusal.code], refusal.code, refusal.data);
}

interface Admitted<A extends ActionContract> extends Request<A> {
  readonly command: Command | null;
}

/** Verifies who calls, who acts and what is asked. */
async function admit<A extends ActionContract>(
  action: A,
  ctx: Context<unknown, Meta>,
  { assertions, ask, commands }: Serving,
): Promise<Admitted<A>> {
  const caller = await admitCaller(action, ctx.meta.caller, assertions);
  const actor = ctx.meta.actor === undefined ? null : await assertions.verifyActor(ctx.meta.actor);
  admitActor(action, actor);
  const params = action.params.safeParse(ctx.params);
  if (!params.success)
    throw new Refusal('PARAMS_INVALID', `${action.name}: wrong parameters`, {
      issues: params.error.issues.map(({ path, code, message }) => ({ path, code, message })),
    });
  const command =
    ctx.meta.command === undefined
      ? null
      : { id: ctx.meta.command, actor: actorKey(actor, caller), action: action.name, params: params.data };
  const as = ctx.meta.actor === undefined ? {} : { actor: ctx.meta.actor };
  return {
    params: params.data as Params<A>,
    caller,
    actor: actor as ActorOf<A>,
    ask: (other, otherParams, more) => ask(other, otherParams, { ...as, ...more }),
    command,
    async remember(answer) {
      if (command && commands) await commands.remember(command, answer);
      return answer;
    },
  };
}

/** Which kinds of actors an action is for; the others are for anyone whose caller may ask. */
const ADMITTED: Partial<Record<Access, readonly Actor['kind'][]>> = {
  'signed-in': ['user', 'operator'],
  user: ['user'],
  operator: ['operator'],
};

function admitActor({ name, access }: ActionContract, actor: Actor | null): void {
  const kinds = ADMITTED[access];
  if (!kinds || (actor && kinds.includes(actor.kind))) return;
  throw new Refusal(
    actor ? 'NOT_ALLOWED' : 'NOT_SIGNED_IN',
    `${name} is for a signed-in ${kinds.join(' or ')}`,
  );
}

async function admitCaller(
  action: ActionContract,
  assertion: string | undefined,
  assertions: Assertions,
): Promise<ServiceName> {
  if (assertion === undefined)
    throw new Refusal(
      'CALLER_NOT_ALLOWED',
      `${action.name}: the call does not say which service it comes from`,
    );
  const caller = await assertions.verifyCaller(assertion, audienceOf(action));
  if (!topology[caller].asks.some((asked) => asked.name === action.name))
    throw new Refusal('CALLER_NOT_ALLOWED', `${caller} may not call ${action.name}`);
  return caller;
}

/** A command that was answered before gets that answer; of two twins at once, one does it and both give its answer. */
async function once<A extends ActionContract>(
  request: Admitted<A>,
  handler: (request: Request<A>) => Promise<Result<A>>,
  { commands }: Serving,
): Promise<unknown> {
  const { command } = request;
  if (!command || !commands) return handler(request);
  const before = await commands.answered(command);
  if (before) return before.answer;
  try {
    return await handler(request);
  } catch (error) {
    // whatever it was that failed: a twin may have done it meanwhile, and then its answer is the answer
    const twin = await commands.answered(command);
    if (twin) return twin.answer;
    if (!(error instanceof CommandTwin)) throw error;
    throw new Refusal('COMMAND_RUNNING', 'the same command is running; ask again', {}, { cause: error });
  }
}

const actorKey = (actor: Actor | null, caller: ServiceName) =>
  actor && actor.kind !== 'service' ? `${actor.kind}:${actor.userId}` : `service:${caller}`;
