import { alarms, loadBalanced, newService, registerBase } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'plan-beside-a-restart': {
    what: 'a merge request asks while somebody restarts the service, which has only its history to go back by',
    argv: ['plan'],
    given: async (fixture) => {
      await fixture.deploy();
      const service = { cluster: 'shop', service: 'web' };
      fixture.aws.world.updateService({ ...service, taskDefinition: 'web:2', forceNewDeployment: true });
    },
    expected: { verdict: 'succeeded', words: ['is on its way'], changes: [] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 3 },
  },
  'plan-changes': {
    what: 'a merge request asks what a deployment would do',
    argv: ['plan'],
    expected: { verdict: 'changes', words: ['this image'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'plan-looks-around': {
    what: 'a merge request asks about a service with secrets, alarms and a load balancer',
    argv: ['plan'],
    fixture: { configuration: alarms, service: loadBalanced },
    given: (fixture) => {
      fixture.aws.world.createSecret('web/key');
      fixture.aws.world.createParameter('/web/url');
      fixture.aws.world.setLifecyclePolicy('team/web', []);
      registerBase(fixture, {
        portMappings: [{ containerPort: 8080 }],
        secrets: [
          {
            name: 'KEY',
            valueFrom: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/key-AbCdEf',
          },
          { name: 'URL', valueFrom: '/web/url' },
        ],
      });
    },
    expected: { verdict: 'changes', words: ['secrets'], changes: [] },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
  },
  'plan-nothing': {
    what: 'a merge request asks what a deployment of what is there already would do',
    argv: ['plan'],
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: { verdict: 'succeeded', changes: [] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'plan-of-a-new-service': {
    what: 'a merge request asks about a service whose first deployments all failed',
    argv: ['plan'],
    env: { STAGE: 'production' },
    given: async (fixture) => {
      newService({ deploymentCircuitBreaker: { enable: true, rollback: false } })(fixture);
      await fixture.deploy({ env: { ECS_CD_TIMEOUT: '1m' } });
    },
    expected: { verdict: 'changes', words: ['go back to'], changes: [] },
    truth: { desiredCount: 2, deploymentsEver: 2 },
  },
};
