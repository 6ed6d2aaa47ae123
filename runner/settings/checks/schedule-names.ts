import { shown, type Check } from './check';

/** What may be called so: a schedule of EventBridge Scheduler in a group, or a rule of EventBridge on a bus. */
export interface ScheduleName {
  /** As it was set. */
  readonly text: string;
  readonly kinds: readonly ('schedule' | 'rule')[];
  /** The group or the bus; AWS calls the usual ones `default` both. */
  readonly parent: string;
  readonly name: string;
}

const arn =
  /^arn:aws[a-z-]*:(?:scheduler|events):([a-z0-9-]+):\d{12}:(schedule|rule)\/(?:(.+)\/)?([\w.-]{1,64})$/;
const plain = /^(?:([\w.-]{1,256})\/)?([\w.-]{1,64})$/;

const kinds = ['schedule', 'rule'] as const;

/** `name`, `group/name` (`bus/name`), or an ARN, which says of two things of one name which is meant. */
export function scheduleNameOf(region: string | undefined): Check<ScheduleName> {
  return (text) => {
    const [, own, kind, group, ofArn = ''] = arn.exec(text) ?? [];
    const [, parent = group ?? 'default', name = ofArn] = plain.exec(text) ?? [];
    if (name === '')
      return {
        message: `${shown(text)} is no name of a schedule or a rule`,
        fix: 'write NAME, GROUP/NAME, or the ARN of a schedule or a rule',
      };
    if (own !== undefined && own !== region)
      return {
        message: `${shown(text)} is in ${own}`,
        fix: `name one of AWS_DEFAULT_REGION (${region ?? ''})`,
      };
    return { value: { text, kinds: kind === undefined ? kinds : [kind as 'rule'], parent, name } };
  };
}
