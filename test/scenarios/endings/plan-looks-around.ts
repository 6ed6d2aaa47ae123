import { alarms, loadBalanced, registerBase } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
        { name: 'KEY', valueFrom: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/key-AbCdEf' },
        { name: 'URL', valueFrom: '/web/url' },
      ],
    });
  },
  expected: { verdict: 'changes', words: ['secrets'], changes: [] },
  truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 1 },
};
