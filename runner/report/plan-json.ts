import type { Verdict } from '../errors';
import type { Preflight, PreflightSlices } from '../preflight/preflight';
import type { Plan } from '../release/plan';
import type { ReleaseSlices } from '../release/release';

/** The plan for programs. It has the values that the job log has, and no others: each as `redact` leaves it. */
export function planFileOf(
  redact: (text: string) => string,
  plan: Plan,
  { findings, caller }: Preflight,
  verdict: Verdict,
  { aws, place, revision }: Pick<PreflightSlices, 'aws' | 'place'> & Pick<ReleaseSlices, 'revision'>,
): string {
  const { image, from, to, differences, happens, rollbackTo } = plan;
  const content = {
    version: 1,
    verdict,
    happens,
    region: aws.region,
    accountId: caller?.accountId ?? null,
    cluster: place.cluster,
    service: place.service,
    stage: revision.stage,
    image: { reference: image.reference, digest: image.digest ?? null, isBuilt: image.digest !== undefined },
    from: from ?? null,
    to: to.kind === 'existing' ? { revision: to.revision } : { registeredFrom: to.base },
    rollbackTo: rollbackTo ?? null,
    // What is undefined is left out.
    differences: differences.map((one) => ({ ...one, isHidden: one.isHidden || undefined })),
    findings,
  };
  const redacted = (_: string, value: unknown) => {
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text !== 'string' || redact(text) === text ? value : redact(text);
  };
  return `${JSON.stringify(content, redacted, 2)}\n`;
}
