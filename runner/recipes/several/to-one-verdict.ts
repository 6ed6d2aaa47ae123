import { EcsCdError } from '../../errors';
import { type Outcome, outcomeOfError } from '../../verdict/outcome';
import { outcomeOfServices } from '../../verdict/outcome-of-services';
import type { Company, Member } from './company';

/** One of the services that a command works on. */
export interface ServiceRun<Settings, Effects> {
  readonly name: string;
  readonly settings: Settings;
  readonly effects: Effects;
}

/** As many as one DescribeServices takes. */
export const atOnce = 10;

interface Way<Run> {
  readonly company: Company;
  /** Takes one to its verdict. Alone it is a member of nothing. */
  readonly work: (run: Run, member?: Member) => Promise<Outcome>;
  /** What there is to say where all have succeeded. */
  readonly allDone: string;
  readonly isOneByOne?: boolean;
  readonly mayBegin?: (run: Run) => boolean;
}

/** Takes services to their verdicts, and those to one. */
export async function toOneVerdict<Run extends { readonly name: string }>(
  runs: readonly Run[],
  { company, work, allDone, isOneByOne = false, mayBegin = () => true }: Way<Run>,
): Promise<Outcome> {
  const [only, ...others] = runs;
  if (only && others.length === 0) return work(only);
  const begun = new Map<string, Promise<Outcome>>();
  for (const [index, run] of runs.entries()) {
    const member = company.members[index] as Member;
    if (!mayBegin(run)) {
      member.leave(false);
      continue;
    }
    begun.set(
      run.name,
      verdictIn(company, run.name, member, () => work(run, member)),
    );
    if (isOneByOne) await member.settled;
  }
  // A bug in one does not leave the others alone.
  await Promise.allSettled([...begun.values()]);
  const services = await Promise.all(
    runs.map(async ({ name }) => ({ name, outcome: await begun.get(name) })),
  );
  return outcomeOfServices(services, allDone, company.calledOff.reason as string | undefined);
}

async function verdictIn(
  company: Company,
  name: string,
  member: Member,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  let isServed = false;
  try {
    const outcome = await work();
    isServed = outcome.verdict === 'succeeded';
    return outcome;
  } catch (error) {
    company.callOff(`${name} failed`);
    if (!(error instanceof EcsCdError)) throw error;
    return outcomeOfError(error);
  } finally {
    member.leave(isServed);
  }
}
