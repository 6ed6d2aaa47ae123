import type { GatewayConnection, Service } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { balancedServiceReader, managedAddressOf } from '../../runner/ecs/managed-balancers';
import { EcsCdError } from '../../runner/errors';

const arn = 'arn:aws:ecs:eu-central-1:123456789012:service-revision/shop/web/12';
const headless: Service = {
  networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
  currentServiceRevisions: [{ arn: arn.replace(/12$/, '11') }, { arn }],
  deployments: [{ id: 'ecs-svc/12', status: 'PRIMARY' }],
};
const group = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';

describe('what ECS keeps in front of a service', () => {
  const gateways = (...gatewayConnections: GatewayConnection[]) => ({
    ecsManagedResources: { gatewayConnections },
  });
  for (const [what, revision, address] of [
    ['none', {}, undefined],
    ['the one there is', gateways({ serviceUrl: 'https://a.example' }), 'https://a.example'],
    [
      'the public one of two',
      gateways(
        { serviceUrl: 'https://a.example', accessType: 'PRIVATE' },
        { serviceUrl: 'https://b.example', accessType: 'PUBLIC' },
      ),
      'https://b.example',
    ],
    [
      'neither of two public ones',
      gateways(
        { serviceUrl: 'https://a.example', accessType: 'PUBLIC' },
        { serviceUrl: 'https://b.example', accessType: 'PUBLIC' },
      ),
      undefined,
    ],
    ['none that is no web address', gateways({ serviceUrl: 'javascript:alert(1)://x' }), undefined],
  ] as const)
    it(`has as its address ${what}`, () => expect(managedAddressOf(revision)).to.equal(address));

  const readerOf = (
    service: Service | (() => Service),
    answers: readonly (GatewayConnection | EcsCdError)[],
  ) => {
    const asked: (readonly string[])[] = [];
    const read = balancedServiceReader(
      () => Promise.resolve(typeof service === 'function' ? service() : service),
      (arns) => {
        const answer = answers[asked.push(arns) - 1];
        return answer instanceof EcsCdError
          ? Promise.reject(answer)
          : Promise.resolve([gateways(answer ?? {})]);
      },
    );
    return { asked, groups: async () => (await read())?.loadBalancers?.map((one) => one.targetGroupArn) };
  };
  const connected = { resources: { hostSharedAlb: [{ targetGroupArn: group }] } };

  it('is asked of the revision of the PRIMARY deployment, once', async () => {
    const { asked, groups } = readerOf(headless, [connected]);
    expect([await groups(), await groups()]).to.deep.equal([[group], [group]]);
    expect(asked).to.deep.equal([[arn]]);
  });

  it('is asked again where AWS did not answer, and not where it refuses', async () => {
    const silent = readerOf(headless, [new EcsCdError('try-again', 'throttled'), connected]);
    expect([await silent.groups(), await silent.groups()]).to.deep.equal([[], [group]]);
    const denied = readerOf(headless, [new EcsCdError('rejected', 'denied'), connected]);
    expect([await denied.groups(), await denied.groups()]).to.deep.equal([[], []]);
  });

  it('is asked again, where the revision does not name its target groups yet, at each look once the tasks are all there, as in a bake time', async () => {
    const stands = [1, 1, 2, 3, 3, 2, 3].map((runningCount, look) => ({
      ...{ id: 'ecs-svc/12', status: 'PRIMARY', runningCount, desiredCount: 3 },
      rolloutState: look < 5 ? ('IN_PROGRESS' as const) : ('COMPLETED' as const),
    }));
    for (const [service, early] of [
      [headless, { serviceUrl: 'https://a.example' }],
      [{ ...headless, resourceManagementType: 'ECS' as const }, {}],
    ] as const) {
      const looks = stands.map((stand) => ({ ...service, deployments: [stand] })).values();
      const current = () => looks.next().value ?? service;
      const { asked, groups } = readerOf(current, [early, early, early, early, connected]);
      const counts: (readonly [unknown, number])[] = [];
      while (counts.length < stands.length) counts.push([await groups(), asked.length]);
      expect(counts).to.deep.equal([
        ...[1, 1, 1, 2, 3, 4].map((calls) => [[], calls] as const),
        [[group], 5],
      ]);
    }
  });

  it('is not asked for where the service names its own, or its tasks have no addresses of their own', async () => {
    const { networkConfiguration: _, ...bridged } = headless;
    for (const service of [{ ...headless, loadBalancers: [{ targetGroupArn: group }] }, bridged]) {
      const { asked, groups } = readerOf(service, []);
      await groups();
      expect(asked).to.deep.equal([]);
    }
  });
});
