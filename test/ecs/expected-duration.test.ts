import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import {
  expectedDurationOf,
  expectedDurationTextOf,
  mostSecondsOf,
} from '../../runner/ecs/expected-duration';

const minute = 60;

describe('how long ECS takes by the configuration of a service', () => {
  const secondsOf = (deploymentConfiguration: DeploymentConfiguration, drains?: number[]) =>
    mostSecondsOf(expectedDurationOf({ deploymentConfiguration }, drains));

  const cases: readonly [string, DeploymentConfiguration, number][] = [
    ['nothing for a rolling one', {}, 0],
    ['the bake of a rolling one', { strategy: 'ROLLING', bakeTimeInMinutes: 20 }, 20],
    ['the bake of blue and green', { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 20 }, 20],
    ['nine steps of six minutes for LINEAR by default', { strategy: 'LINEAR' }, 54],
    [
      'all steps but the last, and the bake',
      {
        strategy: 'LINEAR',
        linearConfiguration: { stepPercent: 30, stepBakeTimeInMinutes: 5 },
        bakeTimeInMinutes: 7,
      },
      22,
    ],
    ['no step where one is all', { strategy: 'LINEAR', linearConfiguration: { stepPercent: 100 } }, 0],
    ['ten minutes for CANARY by default', { strategy: 'CANARY' }, 10],
    [
      'the bake of the canary and the one after',
      {
        strategy: 'CANARY',
        canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 3 },
        bakeTimeInMinutes: 4,
      },
      7,
    ],
    ['nothing for what another strategy would take', { strategy: 'ROLLING', linearConfiguration: {} }, 0],
  ];
  for (const [what, configuration, minutes] of cases)
    it(`is ${what}`, () => expect(secondsOf(configuration)).to.equal(minutes * minute));

  it('is the longest drain on top', () => {
    expect(secondsOf({ bakeTimeInMinutes: 1 }, [300, 3600])).to.equal(61 * minute);
  });

  it('is told with what it is for, and not where there is nothing to tell', () => {
    const textOf = (deploymentConfiguration: DeploymentConfiguration, drains?: number[]) =>
      expectedDurationTextOf(expectedDurationOf({ deploymentConfiguration }, drains));
    expect(textOf({ strategy: 'LINEAR', bakeTimeInMinutes: 5 }, [30])).to.equal(
      "59 min by the service's configuration: 9 steps of 6 min (LINEAR), 5 min of bakeTimeInMinutes, and up to 30 s until old tasks have drained, besides starting its tasks",
    );
    expect(textOf({})).to.equal(undefined);
  });
});
