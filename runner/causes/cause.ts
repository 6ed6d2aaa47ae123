import type { Service } from '@aws-sdk/client-ecs';
import { plainText } from '../log/plain-text';
import { familyOf, lastSegmentOf } from '../names/arn';

export interface Cause {
  /** One word for it, the same for every text that means the same: `image-missing`. */
  readonly id: string;
  /** What happened, in plain language, one sentence without a full stop; names the image, container, secret... it is about. */
  readonly explanation: string;
  /** What to change: names the variable, the setting or the AWS resource. Absent where nothing needs to change. */
  readonly fix?: string;
  /** Whose fault: the release's, its surroundings' (capacity, network, quota, platform), or nobody's (scaling, a user's hand, Spot). */
  readonly fault: 'release' | 'surroundings' | 'nobody';
  /** After how many tasks that fail like this the deployment cannot succeed any more; absent where waiting may help. */
  readonly definitiveAfter?: 1 | 2;
  /** The same for what the service says while it starts no task: after AWS has gone on saying it for so long. */
  readonly definitiveAfterSeconds?: number;
  /** The next task may fare better: of those that start at once, one may take a lock that the others end for. */
  readonly mayMendItself?: true;
}

/** What the variables in the words of a cause stand for, as far as it is known. */
export type CauseNames = { readonly [Name in keyof typeof nouns | 'STAGE']?: string | undefined };

export function namesIn({ serviceName, clusterArn = '', taskDefinition = '' }: Service): CauseNames {
  const [CLUSTER_NAME, TASK_FAMILY] = [lastSegmentOf(clusterArn), familyOf(taskDefinition)];
  return { SERVICE_NAME: serviceName, CLUSTER_NAME, TASK_FAMILY };
}

const nouns = { TASK_FAMILY: 'task definition', SERVICE_NAME: 'service', CLUSTER_NAME: 'cluster' } as const;

/** The same with values in place of variables, except where a variable is what has to be changed. */
export function namesFilled(text: string, names: CauseNames): string {
  return text
    .replaceAll(
      /(?<!set )(?:the (?:task definition|service|cluster) )?(TASK_FAMILY|SERVICE_NAME|CLUSTER_NAME)/g,
      (whole, variable: keyof typeof nouns) =>
        names[variable] ? `the ${nouns[variable]} ${names[variable]}` : whole,
    )
    .replace('begins with STAGE', () => `begins with ${names.STAGE || 'STAGE'}`);
}

export function withNames(cause: Cause, names: CauseNames): Cause {
  const { explanation, fix } = cause;
  const change = fix === undefined ? {} : { fix: namesFilled(fix, names) };
  return { ...cause, explanation: namesFilled(explanation, names), ...change };
}

/** One thing that AWS can say about a topic. */
export interface Rule {
  readonly says: RegExp;
  readonly cause: (text: string) => Cause;
}

type Words = string | ((text: string) => string);

/** What makes a rule: its cause, but for the fault, which it shares with its neighbours. */
interface Row {
  readonly says: RegExp;
  readonly is: Words;
  readonly fix?: Words;
}

type Gravity = Pick<Cause, 'fault' | 'definitiveAfter' | 'definitiveAfterSeconds'>;

/** Sure from the first task on that fails like this. */
export const certain: Gravity = { fault: 'release', definitiveAfter: 1 };
/** Sure once it has happened twice. */
export const repeated: Gravity = { fault: 'release', definitiveAfter: 2 };
/** Nothing that the release could do about it. */
export const passing: Gravity = { fault: 'surroundings' };

/** Rules by the id of their cause. */
export function causes(gravity: Gravity, rows: Readonly<Record<string, Row>>): Rule[] {
  return Object.entries(rows).map(([id, { says, is, fix }]) => ({
    says,
    cause: (text) => {
      const change = fix === undefined ? {} : { fix: inWords(fix, text) };
      return { id, explanation: inWords(is, text), ...change, ...gravity };
    },
  }));
}

function inWords(words: Words, text: string): string {
  return typeof words === 'string' ? words : words(text);
}

/**
 * Texts about the same thing. The first rule that matches wins, so what may pass (network, throttling) stands before
 * what is certain. The expressions run over texts of any length: they start with fixed words and repeat only what
 * cannot contain these words.
 */
export interface Topic {
  readonly about: RegExp;
  readonly rules: readonly Rule[];
}

/** What the topics know about the texts; the topics of the first text beat those of the next. */
export function causeIn(topics: readonly Topic[], texts: readonly string[]): Cause | undefined {
  for (const text of texts) {
    for (const { about, rules } of topics) {
      if (!about.test(text)) continue;
      const rule = rules.find(({ says }) => says.test(text));
      if (rule) return rule.cause(text);
    }
  }
  return undefined;
}

/** AWS's text on one line, with plain quotes: it writes both kinds, depending on who wrote the text (field report). */
export function wordsOf(text: string): string {
  return plainText(text)
    .replace(/\s+/g, ' ')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .trim();
}

/** What the first group of the first expression that matches holds. */
export function firstNamedIn(text: string, ...expressions: readonly RegExp[]): string | undefined {
  return expressions.map((expression) => expression.exec(text)?.[1]).find((name) => name !== undefined);
}

/** A thing with the name that the text has for it, where it has one: `the subnet subnet-1`. */
export function thingIn(text: string, thing: string, ...expressions: readonly RegExp[]): string {
  const name = firstNamedIn(text, ...expressions);
  return name === undefined ? thing : `${thing} ${name}`;
}

/** A text as the end of one of our sentences. */
export function withoutFullStop(text: string): string {
  return text.endsWith('.') ? text.slice(0, -1) : text;
}
