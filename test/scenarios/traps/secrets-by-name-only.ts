import { registerBase } from '../givens';
import type { Scenario } from '../scenario';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/key-AbCdEf';

export const scenario: Scenario = {
  what: 'the tasks are given a secret and a parameter, whose values are no business of the job',
  given: (fixture) => {
    fixture.aws.world.createSecret('web/key');
    fixture.aws.world.createParameter('/web/url');
    registerBase(fixture, {
      secrets: [
        { name: 'KEY', valueFrom: secretArn },
        { name: 'URL', valueFrom: '/web/url' },
      ],
    });
  },
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:3', healthyCount: 2 },
  check: ({ aws }) => {
    const asked = new Set(aws.calls.map(({ operation }) => operation));
    const isLooked = asked.has('DescribeSecret') && asked.has('DescribeParameters');
    if (!isLooked || asked.has('GetSecretValue') || asked.has('GetParameters'))
      throw new Error('values were read');
  },
};
