import { isLike } from '../../names/wildcard';

type Statement = Readonly<Record<string, unknown>>;

/**
 * Whether a trust policy, URL-encoded as IAM answers it (AWS docs), lets a service (`ecs-tasks`, whatever the domain of its
 * partition) assume the role. `never` only where no statement can be read as that: conditions, exceptions and what cannot
 * be parsed leave it open.
 */
export function trustOf(policy: string, service: string): 'never' | 'maybe' {
  const statements = statementsOf(policy);
  if (!statements) return 'maybe';
  return statements.some((statement) => mayAllow(statement, service)) ? 'maybe' : 'never';
}

function statementsOf(policy: string): readonly Statement[] | undefined {
  try {
    const { Statement } = JSON.parse(decodeURIComponent(policy)) as {
      readonly Statement?: Statement | readonly Statement[];
    };
    const statements = [Statement].flat();
    return statements.every((one) => one instanceof Object) ? statements : undefined;
  } catch {
    return undefined;
  }
}

function mayAllow(
  { Effect, Principal, NotPrincipal, Action, NotAction }: Statement,
  service: string,
): boolean {
  if (Effect !== 'Allow') return false;
  // Case does not count in an action (AWS docs).
  const isAction =
    NotAction !== undefined ||
    textsOf(Action).some((action) => isLike(action.toLowerCase(), 'sts:assumerole', '*?'));
  if (!isAction) return false;
  if (NotPrincipal !== undefined || Principal === '*') return true;
  const { Service, AWS, '*': all } = (Principal ?? {}) as Readonly<Record<string, unknown>>;
  return (
    textsOf(Service).some((one) => one === '*' || one.startsWith(`${service}.`)) ||
    [...textsOf(AWS), ...textsOf(all)].includes('*')
  );
}

function textsOf(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}
