import { openSeveralServices } from '../several-services';
import type { ServiceFixture } from '../service-fixture';
import { peakMegabytes, programs } from './program';

type Ticking = <T>(fixture: ServiceFixture, run: () => Promise<T>) => Promise<T>;

const names = ['web', ...Array.from({ length: 99 }, (_, index) => `worker-${index + 1}`)];
const minuteMs = 60_000;
/** Each kind refills with twenty a second for a whole account (AWS docs). */
const kindsOfReads = [
  /^(?:Describe|List)Services$/,
  /^(?:Describe|List)ServiceDeployments$/,
  /^(?:Describe|List)Tasks$/,
  /^DescribeTaskDefinition$/,
];

/** What a release of a hundred services in one job costs, which has to succeed. */
export async function manyServicesMeasurements(projectDir: string, ticking: Ticking) {
  return [
    {
      key: 'hundredServicesPeakMemoryMegabytes',
      label: 'ecs-cd deploy of 100 services, peak memory (MB)',
      value: await peak(projectDir, ticking),
      atMost: 150,
    },
    {
      key: 'hundredServicesMostReadsInAMinute',
      label: 'reads of one kind in the worst minute of it (an account may do 1,200)',
      value: await mostReadsInAMinute(),
      atMost: 240,
    },
  ];
}

async function peak(CI_PROJECT_DIR: string, ticking: Ticking): Promise<number> {
  const fixture = await openSeveralServices(names);
  try {
    const env = { ...fixture.env, CI_PROJECT_DIR };
    return await ticking(fixture, () => peakMegabytes([...programs.bundle, 'deploy'], env));
  } finally {
    await fixture.close();
  }
}

/** In virtual time. */
async function mostReadsInAMinute(): Promise<number> {
  const { aws, deploy, close } = await openSeveralServices(names);
  try {
    const before = aws.calls.length;
    const { exitCode, log } = await deploy();
    if (exitCode !== 0) throw new Error(`the deploy ended with exit code ${exitCode}:\n${log}`);
    const counts = kindsOfReads.flatMap((kind) => {
      const times = aws.calls.slice(before).flatMap(({ operation, at }) => (kind.test(operation) ? at : []));
      return times.map((from) => times.filter((at) => at >= from && at < from + minuteMs).length);
    });
    return Math.max(...counts);
  } finally {
    await close();
  }
}
