import { following, type Command } from '../settings/variables/variable';
import type { Run } from './dotenv-report';

interface Entry {
  /** For `--help`. */
  readonly description: string;
  /** Loads the code of that command only: the SDK is most of the start-up time. */
  readonly load: () => Run;
}

/** Every command, in the order of `--help`. */
export const commands: Readonly<Record<Command, Entry>> = {
  build: {
    description: 'Build the image of this commit and push it to Amazon ECR',
    load: () => (require('./build') as typeof import('./build')).build,
  },
  scan: {
    description: 'Wait for the scan of the image by Amazon ECR, and fail on findings without an exception',
    load: () => (require('./scan') as typeof import('./scan')).scan,
  },
  deploy: {
    description: 'Deploy the image to the Amazon ECS service and follow it to a verdict',
    load: () => (require('./deploy') as typeof import('./deploy')).deploy,
  },
  follow: {
    description: 'Follow the deployment of this image that is under way to a verdict; starts none',
    load: () => (require('./follow') as typeof import('./follow')).follow,
  },
  continue: {
    description: 'Continue the deployment that a pause hook holds, and follow it to a verdict',
    load: () => (require('./follow') as typeof import('./follow')).continueDeployment,
  },
  reject: {
    description: 'Roll back the deployment that a pause hook holds, and follow that to its end',
    load: () => (require('./follow') as typeof import('./follow')).rejectDeployment,
  },
  plan: {
    description: 'Show what a deployment would change and what would block it; changes nothing',
    load: () => (require('./plan') as typeof import('./plan')).plan,
  },
  rollback: {
    description: 'Put the service back to the last revision whose deployment succeeded before',
    load: () => (require('./rollback') as typeof import('./rollback')).rollback,
  },
  'run-task': {
    description:
      'Run one command in a task of its own, in the revision that the service runs, to its exit code',
    load: () => (require('./run-task') as typeof import('./run-task')).runTask,
  },
  status: {
    description: 'Show what runs in the service, since when and from which commit; changes nothing',
    load: () => (require('./status') as typeof import('./status')).status,
  },
  'iam-policy': {
    description: 'Print the IAM policies of build, scan, deploy, plan and status, and the trust policies',
    load: () => (require('./iam-policy') as typeof import('./iam-policy')).iamPolicy,
  },
  adopt: {
    description:
      'Make a GitLab project ready: its CI/CD variables from a running service or "terraform output -json"',
    load: () => (require('./adopt') as typeof import('./adopt')).adopt,
  },
};

export const commandNames = Object.keys(commands) as Command[];

/** What they write to stdout is a document, for a file or another program: their log goes to stderr. */
export const printing: readonly Command[] = ['status', 'iam-policy', 'adopt'];

/** They change a service, or see to the end of what does: they leave a report. */
export const reported: readonly Command[] = [...following, 'run-task'];
