import { setMaxListeners } from 'node:events';
import { ECSClient } from '@aws-sdk/client-ecs';
import { expect } from 'chai';
import { callMeter } from '../../runner/aws/call-meter';
import { ecsApi } from '../../runner/ecs/ecs-api';
import { ecsCallsOf } from '../../runner/ecs/ecs-calls-api';
import { sharedReadsApi } from '../../runner/ecs/shared-reads-api';
import { openSeveralServices, type SeveralServices } from '../several-services';

describe('looking at several services at once', () => {
  const names = Array.from({ length: 12 }, (_, index) => (index === 0 ? 'web' : `worker-${index}`));
  let fixture: SeveralServices;
  let client: ECSClient;
  let apiOf: (service: string) => ReturnType<typeof ecsApi>;
  const callsOf = (operation: string) => fixture.aws.calls.filter((call) => call.operation === operation);

  beforeEach(async () => {
    fixture = await openSeveralServices(names);
    client = new ECSClient({ ...fixture.aws.clientConfig, maxAttempts: 1 });
    const { clock } = fixture.aws;
    const interruption = new AbortController().signal;
    setMaxListeners(0, interruption);
    const effects = { clock, interruption, meter: callMeter(clock) };
    const clients = { reads: client, writes: client };
    const shared = sharedReadsApi(ecsCallsOf(clients, { cluster: 'shop', service: '' }, effects), effects);
    apiOf = (service) => ecsApi(clients, { cluster: 'shop', service }, effects, shared);
  });
  afterEach(async () => {
    client.destroy();
    await fixture.close();
  });

  it('takes one call for ten of them, and tells each its own', async () => {
    const arn = 'arn:aws:ecs:eu-central-1:123456789012:service/shop/worker-3';
    const asked = [...names, 'gone', arn];
    const seen = await Promise.all(asked.map((name) => apiOf(name).describeService()));
    expect(seen.map((service) => service?.serviceName)).to.deep.equal([...names, undefined, 'worker-3']);
    expect(callsOf('DescribeServices')).to.have.length(2);
  });

  it('takes one call for the tasks of all of them, a hundred at a time', async () => {
    const listed = new Map<string, string[]>();
    for (const name of names) listed.set(name, await apiOf(name).listTasks('RUNNING'));
    const seen = await Promise.all(names.map((name) => apiOf(name).describeTasks(listed.get(name) ?? [])));
    const groups = seen.map((tasks) => tasks.map(({ group }) => group));
    expect(groups).to.deep.equal(names.map((name) => Array<string>(2).fill(`service:${name}`)));
    expect(callsOf('DescribeTasks')).to.have.length(1);
  });

  it('tells all of them when it is refused, and answers none with the service of another one', async () => {
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'access-denied', times: 1 });
    const looks = await Promise.allSettled(['web', 'worker-1'].map((name) => apiOf(name).describeService()));
    for (const look of looks)
      expect(look).to.have.nested.property('reason.message').that.contains('web, worker-1');
    expect(callsOf('DescribeServices')).to.have.length(1);
  });

  it('waits for no other where a cancelled job has no time for it', async () => {
    const own = apiOf('web').describeService(new AbortController().signal);
    const other = apiOf('worker-1').describeService();
    expect([(await own)?.serviceName, (await other)?.serviceName]).to.deep.equal(['web', 'worker-1']);
    expect(callsOf('DescribeServices')).to.have.length(2);
  });
});
