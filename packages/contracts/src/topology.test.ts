import { describe, expect, it } from '@jest/globals';
import { factTypes, restActions, serviceNames, topology } from './topology.ts';

describe('the topology', () => {
  it('lets nobody ask an action that nobody serves', () => {
    const served = new Set(
      serviceNames
        .flatMap((name) => topology[name].serves)
        .flatMap((contract) => Object.values(contract.actions))
        .map(({ name }) => name),
    );
    const asked = serviceNames.flatMap((name) => topology[name].asks).map(({ name }) => name);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });

  it('has every fact that is heard told by someone', () => {
    const told = new Set(factTypes.map(({ type, v }) => `${type}/${v}`));
    const heard = serviceNames
      .flatMap((name) => Object.values(topology[name].hears).flat())
      .map(({ type, v }) => `${type}/${v}`);
    expect(heard.filter((type) => !told.has(type))).toEqual([]);
  });

  it('gives each route of HTTP to one action', () => {
    const routes = restActions.map(({ rest }) => rest);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it('reaches by HTTP no action that is for services alone', () => {
    expect(restActions.filter(({ access }) => access === 'services').map(({ name }) => name)).toEqual([]);
  });
});
