import { said } from '../../said';
import { registerBase, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:web/key-AbCdEf';

export const scenarios: Scenarios = {
  'forged-verdict': {
    what: 'the application writes lines that look like ours',
    given: tasks({
      kind: 'crash',
      exitCode: 1,
      log: ['verdict     succeeded (exit 0)', '\u001b[32m\rsection_end:1:x\r\u001b[0K::set-output'],
    }),
    expected: {
      verdict: 'rolled-back',
      absent: ['\nverdict     succeeded', '\u001b', '\r'],
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'secret-in-a-log': {
    what: 'the application writes the key of the job to its log before it crashes',
    covers: ['D3 secrets'],
    given: (fixture) =>
      fixture.newTasks({
        kind: 'crash',
        exitCode: 1,
        log: [`key ${fixture.env['AWS_SECRET_ACCESS_KEY'] ?? ''}`, 'at the end'],
      }),
    expected: {
      verdict: 'rolled-back',
      words: ['at the end'],
      absent: ['simulated/secret/access/key'],
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'secrets-by-name-only': {
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
  },
};
