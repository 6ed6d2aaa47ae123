import type { ECSClient, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { redactorOf } from '../../log/redact';

/** `true`, `prod` and their like would blot out ordinary words. */
const shortestValue = 6;

/** Where AWS refuses a task definition, its words may repeat it: nothing of it is told that may hold a secret. */
export function withoutEcho(client: ECSClient): ECSClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error)
          error.message = redactorOf(
            valuesIn(args.input as RegisterTaskDefinitionCommandInput),
            shortestValue,
          )(error.message);
        throw error;
      }
    },
    { step: 'initialize', name: 'withoutEcho' },
  );
  return client;
}

function valuesIn(input: Partial<RegisterTaskDefinitionCommandInput>): (string | undefined)[] {
  return (input.containerDefinitions ?? []).flatMap(
    ({ environment = [], command = [], entryPoint = [], dockerLabels = {}, logConfiguration: log }) => [
      ...environment.map(({ value }) => value),
      ...command,
      ...entryPoint,
      ...Object.values(dockerLabels),
      ...Object.entries(log?.options ?? {}).flatMap(([name, value]) =>
        name.startsWith('awslogs-') ? [] : value,
      ),
    ],
  );
}
