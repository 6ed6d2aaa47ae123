import { tmpdir } from 'node:os';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { spawn } from 'node:child_process';
import { definitionOf, parameterArn, roleArn, secretArn } from '../preflight/look-ahead';
import { openServiceFixture } from '../service-fixture';
import { medianOf } from './median';
import { programs } from './program';

const latencyMs = 20;
const rounds = 5;
/** A change, as the verdict `changes` says. */
const planned = 10;

/** What a plan takes from start to end, preflight included, where every AWS call takes 20 ms. */
export async function planTime(): Promise<{ readonly milliseconds: number; readonly calls: number }> {
  const fixture = await openServiceFixture();
  const { world, url, calls } = fixture.aws;
  world.createIamRole('web-task');
  world.createSecret('web/key');
  world.createParameter('/web/database');
  const secrets = [
    { name: 'KEY', valueFrom: secretArn('web/key') },
    { name: 'DATABASE', valueFrom: parameterArn('web/database') },
  ];
  world.registerTaskDefinition({ ...definitionOf(fixture, { secrets }), taskRoleArn: roleArn('web-task') });
  const proxy = await slowWay(new URL(url));
  try {
    const times: number[] = [];
    const before = calls.length;
    for (let round = 0; round < rounds; round += 1)
      times.push(await run({ ...fixture.env, AWS_ENDPOINT_URL: proxy.url }));
    return { milliseconds: medianOf(times), calls: (calls.length - before) / rounds };
  } finally {
    proxy.close();
    await fixture.close();
  }
}

async function run(env: Readonly<Record<string, string>>): Promise<number> {
  const { PATH = '' } = process.env;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      ...programs.bundle,
      'plan',
      ...['--plan-file', 'ecs-cd-bench-plan.json'],
      ...['--dotenv', 'ecs-cd-bench.env'],
    ],
    {
      cwd: tmpdir(),
      env: { PATH, ...env },
      stdio: 'ignore',
    },
  );
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== planned) throw new Error(`the plan ended with exit code ${String(code)}`);
  return performance.now() - started;
}

/** To the simulator, with the latency of a region that is near. */
async function slowWay({ hostname, port }: URL): Promise<{ readonly url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const { method, url: path, headers } = request;
    setTimeout(() => {
      const onward = http.request({ hostname, port, method, path, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(onward);
    }, latencyMs);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
