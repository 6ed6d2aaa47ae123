import type { ECRClient } from '@aws-sdk/client-ecr';
import { clientsOf } from '../../runner/aws/clients/clients';
import { ecrApi, type Ecr } from '../../runner/ecr/ecr-api';
import { startSimulator, type Simulator } from '../simulator/simulator';

interface OpenedEcr {
  readonly aws: Simulator;
  readonly client: ECRClient;
  readonly ecr: Ecr;
}

/** For the describe that this is called in: a hook of a file would run around the tests of all files in a process. */
export function openEcrForEach(use: (opened: OpenedEcr) => void): void {
  let opened: OpenedEcr;
  beforeEach(async () => {
    const aws = await startSimulator();
    const [accessKeyId, secretAccessKey] = [aws.env.AWS_ACCESS_KEY_ID!, aws.env.AWS_SECRET_ACCESS_KEY!];
    const credentials = { kind: 'static', accessKeyId, secretAccessKey } as const;
    const clients = clientsOf(
      { region: 'eu-central-1', credentials },
      { endpoint: aws.url, retryDelayMs: 0 },
      { hide() {} },
    );
    const client = clients.ecr('eu-central-1');
    const place = { url: aws.world.createRepository('team/app'), registry: aws.registry, name: 'team/app' };
    const waits = { clock: aws.clock, interruption: new AbortController().signal };
    opened = { aws, client, ecr: ecrApi(client, place, 'eu-central-1', waits) };
    use(opened);
  });
  afterEach(async () => {
    opened.client.destroy();
    await opened.aws.close();
  });
}
