import { definitionOf } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

const revisions = 5_000;
const deployments = 3_000;
export const taskCount = 500;

const megabyte = 1024 * 1024;
const line = 'GET /health 500 no DATABASE_URL\n';
/** Twenty megabytes, in events as large as they may be (AWS docs). */
const log = Array<string>(20).fill(line.repeat(megabyte / line.length));

/** A service as large as they come, whose next tasks never start, or write a lot and end. */
export async function openLargeService(next: 'never-starts' | 'crash'): Promise<ServiceFixture> {
  const fixture = await openServiceFixture({ desiredCount: taskCount });
  const { world } = fixture.aws;
  for (let made = 1; made < revisions; made += 1) world.registerTaskDefinition(definitionOf(fixture));
  world.recordEarlierDeployments('shop', 'web', Array<string>(deployments).fill('web:1'));
  fixture.newTasks(next === 'crash' ? { kind: next, exitCode: 1, log } : { kind: next });
  return fixture;
}
