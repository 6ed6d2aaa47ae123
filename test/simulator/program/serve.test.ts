import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { run } from '../../../runner/subprocess';

interface State {
  readonly services: Readonly<
    Record<string, { readonly taskDefinition: string; readonly healthyCount: number }>
  >;
}

describe('the simulator as a program', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-simulator-'));
  const bundle = path.join(folder, 'simulator.cjs');
  let program: ChildProcess | undefined;

  before(async () => {
    const args = ['run', '--silent', 'bundle-simulator', '--', `--outfile=${bundle}`];
    const { exitCode, stderr } = await run({ command: 'npm', args, env: process.env });
    expect(exitCode, stderr).to.equal(0);
  });

  afterEach(() => program?.kill());
  after(() => rmSync(folder, { recursive: true }));

  /** Started as GitLab starts a service: with the variables of the job. */
  function start(variables: Readonly<Record<string, string>>): ChildProcess {
    program = spawn(process.execPath, [bundle], {
      cwd: folder,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return program;
  }

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return port;
  }

  it("is one file, and has the account that a job's variables speak of, under the name that they give it", async () => {
    const port = await freePort();
    const { stdout } = start({
      AWS_ENDPOINT_URL: `http://localhost:${port}`,
      REPOSITORY_URL: `localhost:${port}/sample/web`,
      CLUSTER_NAME: 'sample',
      SERVICE_NAME: 'web-staging',
      TASK_FAMILY: 'web-staging',
      SIMULATOR_IMAGE_TAG: 'c0ffee',
    });
    const [line] = (await once(createInterface({ input: stdout! }), 'line')) as [string];
    expect(line).to.equal(`a simulated AWS answers at http://localhost:${port}`);
    const response = await fetch(`http://127.0.0.1:${port}/_sim/state`);
    const { services } = (await response.json()) as State;
    expect(services['sample/web-staging']).to.include({ taskDefinition: 'web-staging:1', healthyCount: 1 });
    program?.kill('SIGTERM');
    const [exitCode] = (await once(program!, 'exit')) as [number | null];
    expect(exitCode).to.equal(0);
  });

  it('says which variable it misses, and does not go on', async () => {
    const { stderr } = start({ AWS_ENDPOINT_URL: `http://localhost:${await freePort()}` });
    let text = '';
    stderr!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const [exitCode] = (await once(program!, 'close')) as [number | null];
    expect(exitCode).to.equal(1);
    expect(text).to.contain('REPOSITORY_URL is not set');
  });
});
