import type { Verdict } from '../errors';
import type { Outcome, ServiceOutcome } from './outcome';

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
