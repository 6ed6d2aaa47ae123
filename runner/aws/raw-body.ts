import type { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs';

/** The SDK drops what it does not know before anybody sees it; this keeps the body as AWS wrote it. */
export function keepingRawBody(command: { readonly middlewareStack: object }): () => string {
  let body = '{}';
  // The commands' stacks differ in the types of their operations alone.
  const stack = command.middlewareStack as DescribeTaskDefinitionCommand['middlewareStack'];
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body?: AsyncIterable<Uint8Array> };
      if (response.body) {
        const chunks: Uint8Array[] = [];
        for await (const chunk of response.body) chunks.push(chunk);
        const bytes = Buffer.concat(chunks);
        body = bytes.toString('utf8');
        Object.assign(response, { body: Uint8Array.from(bytes) });
      }
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepRawBody' },
  );
  return () => body;
}
