import { expect } from 'chai';
import { imageOf, runArgsOf } from './task-arguments';

const digest = `sha256:${'a'.repeat(64)}`;

describe('the image of a task', () => {
  const task = (digests: ReadonlyMap<string, string>) => ({
    taskArn: 'arn',
    taskId: '0123456789abcdef',
    cluster: 'shop',
    service: 'web',
    deploymentId: 'ecs-svc/1',
    taskDefinition: 'web:7',
    containerDefinitions: [],
    digests,
    isLoadBalanced: false,
  });

  it('is the one that its tag named when the deployment started', () => {
    const digests = new Map([['web', digest]]);
    for (const image of ['127.0.0.1:5000/shop', '127.0.0.1:5000/shop:v1', `127.0.0.1:5000/shop@${digest}`])
      expect(imageOf(task(digests), { name: 'web', image })).to.equal(`127.0.0.1:5000/shop@${digest}`);
  });

  it('stays as it is where no digest is known', () => {
    expect(imageOf(task(new Map()), { name: 'web', image: 'nginx:1' })).to.equal('nginx:1');
  });
});

describe("the arguments of a task's container", () => {
  it('carry over what the container definition says, with each port on the loopback', () => {
    const args = runArgsOf({
      name: 'ecs-web-7',
      run: 'run=1',
      image: 'shop:v1',
      container: {
        entryPoint: ['node', '--enable-source-maps'],
        command: ['server.js'],
        environment: [{ name: 'MODE', value: 'a b' }],
        portMappings: [{ containerPort: 8080, hostPort: 80 }],
        memory: 128,
        user: '1000',
        workingDirectory: '/app',
      },
    });
    expect(args.join(' ')).to.equal(
      'run --detach --name ecs-web-7 --label run=1 --no-healthcheck --env MODE=a b --publish 127.0.0.1::8080 ' +
        '--memory 128m --workdir /app --user 1000 --entrypoint node shop:v1 --enable-source-maps server.js',
    );
  });
});
