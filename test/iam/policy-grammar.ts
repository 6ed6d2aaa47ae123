import type { PolicyDocument } from '../../runner/iam/policy-document';

/** What is wrong with a policy by the grammar of the IAM policy language (AWS docs), as far as it is used here. */
export function grammarMistakesIn(policy: PolicyDocument, kind: 'identity' | 'trust'): readonly string[] {
  const mistakes: string[] = [];
  const check = (isGood: boolean, what: string) => {
    if (!isGood) mistakes.push(what);
  };
  const sids = policy.Statement.map(({ Sid }) => Sid);
  check(policy.Statement.length > 0, 'no statement');
  check(new Set(sids).size === sids.length, 'a Sid twice');
  check(/^[\t\n\r -ÿ]*$/.test(JSON.stringify(policy)), 'a character that IAM does not take');
  for (const { Sid, Action, Resource, Principal, Condition = {} } of policy.Statement) {
    check(/^[A-Za-z0-9]+$/.test(Sid), `Sid ${Sid}`);
    check(
      Action.length > 0 && Action.every((action) => /^[a-z0-9-]+:[A-Z]\w+$/.test(action)),
      `Action of ${Sid}`,
    );
    check((Principal === undefined) === (kind === 'identity'), `Principal of ${Sid}`);
    check((Resource === undefined) === (kind === 'trust'), `Resource of ${Sid}`);
    for (const one of [...(Resource ?? []), ...Object.values(Principal ?? {})]) {
      check(
        one === '*' || /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12})?:.+$/.test(one),
        `${one} in ${Sid}`,
      );
    }
    for (const [operator, keys] of Object.entries(Condition)) {
      check(/^(?:StringEquals|StringLike|ArnEquals)(?:IfExists)?$/.test(operator), `operator ${operator}`);
      for (const [key, values] of Object.entries(keys)) {
        check(/^[\w./:-]+:[\w-]+$/.test(key), `condition key ${key}`);
        check(
          [values].flat().every((value) => value !== ''),
          `an empty value of ${key}`,
        );
      }
    }
  }
  return mistakes;
}
