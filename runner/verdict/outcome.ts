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

/** Behind any that is not listed. A refusal says that nothing was changed, which holds for all only where it is the worst. */
const fromBadToGood: readonly Verdict[] = [
  ...(['needs-attention', 'cancelled', 'timed-out', 'superseded'] as const),
  ...(['rolled-back', 'paused', 'try-again', 'rejected', 'changes', 'succeeded'] as const),
];

export const isBad = (verdict: Verdict) => !['succeeded', 'changes', 'paused'].includes(verdict);

/** The worst of them, and whether they run, or may come to run, different releases. */
function verdictOf(verdicts: readonly Verdict[], isWhole: boolean) {
  const [worst] = verdicts.toSorted((a, b) => fromBadToGood.indexOf(a) - fromBadToGood.indexOf(b));
  // What waits at a gate may come to serve.
  const isSplit = verdicts.includes('paused') && verdicts.some(isBad);
  const isPartly = verdicts.includes('succeeded') && (worst !== 'succeeded' || !isWhole);
  const isMixed = isSplit || isPartly;
  const isUntouched = worst === 'rejected' || worst === 'try-again' || worst === 'succeeded';
  const isUnclear = worst === undefined || isSplit || (isPartly && isUntouched);
  return { verdict: isUnclear ? ('needs-attention' as const) : worst, isMixed };
}

/**
 * One outcome for all: the worst verdict of them, and never a good one unless each of them is. `allDone` is what to say of
 * that; `calledOff`: why, if they were.
 */
export function outcomeOfServices(
  services: readonly ServiceOutcome[],
  allDone: string,
  calledOff?: string,
): Outcome {
  const known = services.flatMap(({ outcome }) => outcome ?? []);
  const unbegun = services.filter(({ outcome }) => outcome === undefined).map(({ name }) => name);
  const verdicts = known.map((each) => each.verdict);
  const { verdict, isMixed } = verdictOf(verdicts, unbegun.length === 0);
  return {
    verdict,
    happened: [calledOff, verdict === 'succeeded' ? allDone : happenedTo(services, isMixed)]
      .filter(Boolean)
      .join(': '),
    findings: [],
    services,
    ...(verdict === 'paused' && unbegun.length > 0
      ? { next: `when it has gone on, run the deploy job again for ${unbegun.join(', ')}` }
      : {}),
    ...listed(known, services.length),
  };
}

function happenedTo(services: readonly ServiceOutcome[], isMixed: boolean): string {
  const each = services.map(({ name, outcome }) => `${name} ${outcome?.verdict ?? 'not begun'}`);
  return `${each.join(', ')}${isMixed ? ': they run different releases now' : ''}`;
}

/** With commas, in the order of the services; nothing where one has none, or the places would be wrong. One commit is that of all. */
function listed(known: readonly Outcome[], count: number): Partial<Outcome> {
  const fields = ['taskDefinition', 'previousTaskDefinition', 'deploymentId', 'commit'] as const;
  const lists = fields.flatMap((field) => {
    const values = known.flatMap((outcome) => outcome[field] ?? []);
    const isOne = field === 'commit' && new Set(values).size === 1;
    return values.length === count ? [[field, isOne ? values[0] : values.join(',')]] : [];
  });
  return Object.fromEntries(lists) as Partial<Outcome>;
}
