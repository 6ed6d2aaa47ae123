import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { plainText } from './plain-text';
import { redactorOf } from './redact';

const longestLine = 400;
const namesOfSecrets = /secret|token|passw|pwd|credential|api_?key|private_?key|access_?key/i;

// What is a secret by its form: a password in a URL, an AWS access key id, a JSON Web Token.
const passwordInUrl = /(\w+:\/\/[^\s:/@]*:)[^\s/@]+@/g;
const keysAndTokens = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/**
 * Lines that an application wrote, fit for the job log: data, each on one line, and without what is known to be secret:
 * the values of the containers' environment variables with such names, and what looks like a secret by itself.
 */
export function logLinesOf(
  lines: readonly string[],
  { containerDefinitions = [] }: TaskDefinition,
): string[] {
  const environment = containerDefinitions.flatMap((container) => container.environment ?? []);
  const redact = redactorOf(
    environment.filter(({ name = '' }) => namesOfSecrets.test(name)).map(({ value }) => value),
  );
  return lines
    .flatMap((line) => line.split(/\r?\n/))
    .map((line) => plainText(redact(line)).trimEnd())
    .filter((line) => line !== '')
    .map((line) => line.replace(passwordInUrl, '$1[MASKED]@').replace(keysAndTokens, '[MASKED]'))
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
}
