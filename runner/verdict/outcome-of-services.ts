import type { Verdict } from '../errors';
import type { Outcome, ServiceOutcome } from './outcome';

/** The later, the worse. A refusal says that nothing was changed, which holds for all only where it is the worst. */
const fromGoodToBad: readonly Verdict[] = [
  ...(['succeeded', 'changes', 'rejected', 'try-again', 'paused', 'rolled-back'] as const),
  ...(['superseded', 'timed-out', 'cancelled', 'needs-attention'] as const),
];

/** One outcome for all: the worst verdict of them, and never a good one unless each of them is. */
export function outcomeOfServices(services: readonly ServiceOutcome[]): Outcome {
  const known = services.flatMap(({ outcome }) => outcome ?? []);
  const verdicts = [...known.map(({ verdict }) => verdict)];
  const worst = verdicts.toSorted((a, b) => fromGoodToBad.indexOf(b) - fromGoodToBad.indexOf(a))[0];
  const isMixed = verdicts.some((one) => one === 'succeeded') && worst !== 'succeeded';
  const gates = known.flatMap(({ gate }) => gate ?? []);
  const isUntouched = worst === 'rejected' || worst === 'try-again';
  const verdict = worst === undefined || (isMixed && isUntouched) ? 'needs-attention' : worst;
  return {
    verdict,
    happened: happenedTo(services, verdict, isMixed),
    findings: [],
    services,
    ...(gates.length === 1 ? { gate: gates[0] } : {}),
    ...listed('taskDefinition', known, services.length),
    ...listed('previousTaskDefinition', known, services.length),
    ...listed('deploymentId', known, services.length),
  };
}

function happenedTo(services: readonly ServiceOutcome[], verdict: Verdict, isMixed: boolean): string {
  if (verdict === 'succeeded') return `all ${services.length} services serve this release`;
  const each = services.map(({ name, outcome }) => `${name} ${outcome?.verdict ?? 'not begun'}`);
  return `${each.join(', ')}${isMixed ? ': they run different releases now' : ''}`;
}

/** With commas, in the order of the services; nothing where one has none, or the places would be wrong. */
function listed(
  field: 'taskDefinition' | 'previousTaskDefinition' | 'deploymentId',
  known: readonly Outcome[],
  count: number,
): Partial<Outcome> {
  const values = known.flatMap((outcome) => outcome[field] ?? []);
  return values.length === count ? { [field]: values.join(',') } : {};
}
