/** Services that can be told to misbehave. */
export const services = ['ocsp', 'tsp', 'crl'] as const;
export type ServiceName = (typeof services)[number];

/** What a service answers instead of the truth; each is something that whoever relies on it must notice. */
export const lies = [
  'wrong-nonce', // OCSP, TSP
  'wrong-imprint', // TSP
  'other-certificate', // OCSP: the answer is about another serial number
  'signed-by-stranger', // all
  'stale', // all: of yesterday (CRL: of last month, ended yesterday)
] as const;
export type Lie = (typeof lies)[number];

export interface Behaviour {
  /** Milliseconds that each answer waits. */
  readonly slowMillis: number;
  /** `503`: answers so; `drop`: closes the connection without an answer. */
  readonly down: '503' | 'drop' | null;
  readonly lie: Lie | null;
}

export const HONEST: Behaviour = { slowMillis: 0, down: null, lie: null };

/** How each service behaves from now on; all are honest at first. */
export interface Behaviours {
  of(service: ServiceName): Behaviour;
  set(service: ServiceName, change: Partial<Behaviour>): Behaviour;
  reset(): void;
}

export function createBehaviours(): Behaviours {
  const current = new Map<ServiceName, Behaviour>();
  const of = (service: ServiceName) => current.get(service) ?? HONEST;
  return {
    of,
    set(service, change) {
      const behaviour = { ...of(service), ...change };
      current.set(service, behaviour);
      return behaviour;
    },
    reset: () => current.clear(),
  };
}
