import { Readable, Writable } from 'node:stream';
import { runCli } from '../../runner/cli';
import type { PolicyDocument } from '../../runner/iam/policy-document';
import { virtualClock } from '../simulator/clock';

/** The variables that a policy for the shop is made from. */
export const shopNames = {
  REPOSITORY_URL: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web',
  CLUSTER_NAME: 'shop',
  SERVICE_NAME: 'web',
  TASK_FAMILY: 'web',
  AWS_DEFAULT_REGION: 'eu-central-1',
  CI_PROJECT_PATH: 'shop/web',
  CI_SERVER_URL: 'https://gitlab.example.com',
  ECS_CD_EXECUTION_ROLE_ARN: 'arn:aws:iam::123456789012:role/web-execution',
  ECS_CD_LOG_GROUPS: '/shop/web',
  ECS_CD_SECRETS: 'web/key',
};

/** Of a job that assumes a second role. */
export const chained = {
  ...shopNames,
  ECS_CD_ROLE_ARN: 'arn:aws:iam::111111111111:role/first',
  ECS_CD_CHAINED_ROLE_ARN: 'arn:aws:iam::123456789012:role/second',
  ECS_CD_CHAINED_ROLE_EXTERNAL_ID: 'shop/web',
};

type Env = Readonly<Record<string, string | undefined>>;

export interface Printed {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ecs-cd iam-policy` where nothing can be reached and nothing can be written. */
export async function print(argv: readonly string[], env: Env = shopNames): Promise<Printed> {
  const written = { stdout: '', stderr: '' };
  const into = (name: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        written[name] += chunk.toString('utf8');
        done();
      },
    });
  const exitCode = await runCli({
    argv: ['iam-policy', ...argv],
    env,
    cwd: '/nowhere',
    stdin: Readable.from([]),
    stdout: into('stdout'),
    stderr: into('stderr'),
    clock: virtualClock(),
    interruption: new AbortController().signal,
    wire: { endpoint: 'http://127.0.0.1:1' },
  });
  return { exitCode, ...written };
}

/** The policy of that kind, as it is printed. */
export async function printedPolicy(kind: string, env: Env = shopNames): Promise<PolicyDocument> {
  const { exitCode, stdout, stderr } = await print(['--policy', kind], env);
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as PolicyDocument;
}
