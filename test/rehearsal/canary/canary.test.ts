import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { canaryService } from './canary-service';
import { greetingOf, playCanary, type CanaryStage } from './canary';
import { storyOf } from '../story';
import { openWeightedProxy, type Weights } from './weighted-proxy';
import { openServiceFixture, type ServiceFixture } from '../../service-fixture';

/** Each version answers from a server of this process, in place of its tasks. */
async function versions(last: number): Promise<readonly Server[]> {
  const servers = Array.from({ length: last }, (_, index) =>
    createServer((_request, response) => response.end(`${greetingOf(index + 1)}\n`)),
  );
  for (const server of servers) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return servers;
}

describe('npm run rehearse -- canary', () => {
  let fixture: ServiceFixture;
  let servers: readonly Server[];
  beforeEach(async () => {
    fixture = await openServiceFixture(canaryService);
    servers = await versions(3);
  });
  afterEach(async () => {
    for (const server of servers) server.close();
    await fixture.close();
  });

  const addressOf = (revision: string) => {
    const address = servers[Number(revision.split(':')[1]) - 1]?.address() as AddressInfo | undefined;
    return address && `127.0.0.1:${address.port}`;
  };

  /** The story, in virtual time; answers what its steps saw. */
  async function played(weights: () => Weights): Promise<readonly string[]> {
    const proxy = await openWeightedProxy(weights, addressOf);
    const story = storyOf({ say: () => {}, signal: new AbortController().signal });
    let tag = '';
    const stage: CanaryStage = {
      async commit(version) {
        // Its revision has the same number: version 2 is registered as web:2.
        tag = `version-${version}`;
        fixture.aws.world.putImage('team/web', tag, { revision: `commit-${version}` });
      },
      job: async (name) => (await fixture.run([name], { env: { DOCKER_TAG: tag } })).log,
      ask: async () => (await (await fetch(proxy.url)).text()).trim(),
    };
    try {
      await playCanary(stage, story);
    } finally {
      await proxy.close();
    }
    return story.steps().map(({ seen }) => seen);
  }

  it('shows how often each version answers before, during and after, and that a rejected one is gone', async () => {
    const seen = await played(() => fixture.aws.truth('web').production);
    expect(seen).to.include.members([
      'of 20 requests 16 x "hello from version 1", 4 x "hello from version 2"',
      'of 20 requests 16 x "hello from version 2", 4 x "hello from version 3"',
    ]);
    expect(seen.at(-1)).to.equal('of 20 requests 20 x "hello from version 2"');
  });

  it('fails where the traffic does not move', async () => {
    const failure = await played(() => ({ 'web:1': 100 })).catch(String);
    expect(failure).to.match(
      /20 x "hello from version 1" were answered, not 16 x "hello from version 1" and 4 x /,
    );
  });
});
