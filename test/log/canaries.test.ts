import { expect } from 'chai';
import { all, base, plannedIn } from '../preflight/look-ahead';
import { loadBalanced } from '../scenarios/given/givens';
import { openServiceFixture } from '../service-fixture';
import { quickTimings } from '../simulator/timings';

const idToken = 'eyJhbGciOiJSUzI1NiJ9.canary-id-token.c2lnbmF0dXJl';
const values = ['canary-greeting', 'canary "quoted" value', 'canary\nof two lines', 'https://u:canary@x'];

/** What a job has beside its keys. */
const planted = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  ECS_CD_ID_TOKEN: idToken,
  CI_JOB_TOKEN: 'canary-job-token',
  CI_REGISTRY_PASSWORD: 'canary-registry-password',
  ECS_CD_GITLAB_TOKEN: 'canary-gitlab-token',
  DOCKER_AUTH_CONFIG: '{"auths":{"hub":{"auth":"Y2k6Y2FuYXJ5LWh1Yg=="}}}',
};

/** Of a container that fails and tells all that it and the job have. */
const container = all(
  base(
    {},
    {
      environment: values.map((value, index) => ({ name: `KEY_${index}`, value })),
      command: ['serve', '--db-password=canary-argument'],
      dockerLabels: { 'build.token': 'canary-label' },
    },
  ),
  (fixture) => fixture.newTasks({ kind: 'crash', exitCode: 1, log: [...values, JSON.stringify(planted)] }),
);

interface Told {
  /** What was asked of AWS. */
  readonly operations: readonly string[];
  /** Log, dotenv and plan file. */
  readonly text: string;
  /** Of those, what is in it. */
  readonly secrets: readonly string[];
}

async function told(command: string, echoed?: string): Promise<Told> {
  const fixture = await openServiceFixture({ service: loadBalanced });
  const { world, faults, clock, calls } = fixture.aws;
  // The SDK asks the system's clock whether credentials are still good.
  const systemNow = Date.now;
  Date.now = () => clock.now();
  try {
    if (command === 'rollback') await fixture.deploy();
    container(fixture);
    world.setTimings(quickTimings);
    if (echoed !== undefined) faults.add({ operation: echoed, kind: 'echo', times: 99 });
    const secrets = ['canary', 'Y2FuYXJ5'];
    // What STS hands out.
    for (const operation of ['AssumeRoleWithWebIdentity', 'AssumeRole']) {
      const body = (answer: string) => {
        for (const [, secret = ''] of answer.matchAll(
          /<(?:AccessKeyId|SecretAccessKey|SessionToken)>([^<]+)/g,
        ))
          secrets.push(secret);
        return answer;
      };
      faults.add({ operation, kind: 'other-body', body, times: Infinity });
    }
    const env = {
      ...planted,
      ECS_CD_TIMEOUT: '90s',
      ECS_CD_ROLE_ARN: world.createRole('first', { idTokens: [idToken] }).roleArn,
      ECS_CD_CHAINED_ROLE_ARN: world.createRole('second', { accountId: '210987654321' }).roleArn,
    };
    const first = calls.length;
    const run = command === 'plan' ? await plannedIn(fixture, env) : await fixture.run([command], { env });
    const text = [run.log, JSON.stringify(run.dotenv), 'text' in run ? run.text : ''].join('\n');
    const operations = calls.slice(first).map(({ operation }) => operation);
    return { text, operations, secrets: secrets.filter((secret) => text.includes(secret)) };
  } finally {
    Date.now = systemNow;
    await fixture.close();
  }
}

describe('no secret of a job, of its sessions or of its containers', () => {
  /** Operations. */
  const seen = new Set<string>();
  const masked = new Set<string>();
  for (const command of ['plan', 'deploy', 'rollback']) {
    it(`is told by a ${command}, whichever operation repeats what it was asked`, async () => {
      const plain = await told(command);
      expect(plain.secrets, plain.text).to.deep.equal([]);
      for (const operation of plain.operations.filter((one) => !seen.has(one))) {
        if (seen.has(operation)) continue;
        seen.add(operation);
        const { text, secrets } = await told(command, operation);
        expect(secrets, `${operation}: ${text}`).to.deep.equal([]);
        if (/cannot read.*MASKED/.test(text.replaceAll(/\s+/g, ' '))) masked.add(operation);
      }
    });
  }

  it('was never there: it was masked in what AWS repeated', () => {
    const some = ['AssumeRoleWithWebIdentity', 'AssumeRole', 'DescribeSubnets', 'DescribeServices'];
    expect([...masked]).to.include.members([...some, 'RegisterTaskDefinition', 'UpdateService']);
  });
});
