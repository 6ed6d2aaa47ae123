import type { Outputs } from '../settings/variables/known-names';
import { EcsCdError, type Verdict } from '../errors';
import type { Gate } from '../rollout/state/gate';
import type { Finding } from '../diagnosis/finding';

/** How a run on a service ended, for the job log, the dotenv and the exit code alike. */
export interface Outcome {
  readonly verdict: Verdict;
  /** What happened, in one sentence. */
  readonly happened: string;
  /** Why, as far as AWS told: equal causes together. */
  readonly findings: readonly Finding[];
  /** What was done about it, and what serves now. */
  readonly done?: string;
  /** What the reader can change, where the findings do not say it. */
  readonly fix?: string;
  /** The service in full, where somebody has to look after it. */
  readonly state?: readonly string[];
  /** What to run or press now, where somebody has to. */
  readonly next?: string;
  /** ARN of the revision that the run was about, and of the one that it would go back to. */
  readonly taskDefinition?: string;
  readonly previousTaskDefinition?: string;
  readonly deploymentId?: string;
  /** Of the image that was to run, or of the revision that a rollback has brought back, as far as it is known. */
  readonly commit?: string;
  /** Where the deployment waits for somebody. */
  readonly gate?: Gate;
  /** ARN of the revision that was verified to serve in the end. */
  readonly serving?: string;
  /** How each service ended, where there are several. */
  readonly services?: readonly ServiceOutcome[];
}

export interface ServiceOutcome {
  readonly name: string;
  /** Undefined where nothing was begun. */
  readonly outcome: Outcome | undefined;
}

/** A rollback is the success of a run that wanted it: it is about what was taken back, and later jobs are told what serves. */
export function asWanted(outcome: Outcome, what: string): Outcome {
  const { verdict, serving, taskDefinition, done = '' } = outcome;
  if (verdict !== 'rolled-back') return outcome;
  return {
    verdict: 'succeeded',
    happened: `${what}: ${done}`,
    findings: [],
    ...(serving === undefined ? {} : { taskDefinition: serving, serving }),
    ...(taskDefinition === undefined ? {} : { previousTaskDefinition: taskDefinition }),
  };
}

/** How an error ends a run: one that is not ours is a bug. */
export function outcomeOfError(error: unknown): Outcome {
  if (!(error instanceof EcsCdError))
    return { verdict: 'internal-error', happened: String(error), findings: [] };
  const { verdict, message, problems, fix = problems[0] && 'see the fix of each problem' } = error;
  return { verdict, happened: message, findings: [], ...(fix === undefined ? {} : { fix }) };
}

/** The part of an outcome that the verdict decides. */
export type Verdicted = Pick<Outcome, 'verdict' | 'happened' | 'done' | 'fix' | 'next' | 'serving' | 'gate'>;

/** What a command hands back: how it ended, and what else later jobs get to know (`ECS_CD_*`). */
export interface CommandResult {
  readonly outcome: Outcome;
  readonly outputs: Outputs;
}
