import { definitionOf } from '../../preflight/look-ahead';
import { expressMode } from '../given-express';
import { pausedAfterScaleUp } from '../givens';
import type { Scenario } from '../scenario';

const names = 'web,worker,api';
const bakes = { bakeTimeInMinutes: 5 };

export const scenario: Scenario = {
  what: 'one of three services waits when the release is rejected; the others bake, and go back too',
  argv: ['reject'],
  fixture: { ...expressMode, configuration: bakes },
  env: { SERVICE_NAME: names, TASK_FAMILY: names },
  given: async (fixture) => {
    const { world, faults } = fixture.aws;
    for (const family of ['worker', 'api']) {
      world.registerTaskDefinition({ ...definitionOf(fixture, { name: 'Main' }), family });
      const deploymentConfiguration = family === 'api' ? { ...pausedAfterScaleUp, ...bakes } : bakes;
      world.createService({ cluster: 'shop', name: family, taskDefinition: family, deploymentConfiguration });
    }
    const env = { SERVICE_NAME: names, TASK_FAMILY: names, ECS_CD_WAIT_UNTIL: 'baking' };
    await fixture.deploy({ env });
    faults.add({ operation: 'StopServiceDeployment', kind: 'access-denied', times: Infinity });
  },
  expected: {
    verdict: 'succeeded',
    words: ['api was rejected: all 3 services are back on what they ran before'],
    changes: ['ContinueServiceDeployment', 'UpdateService', 'UpdateExpressGatewayService'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
};
