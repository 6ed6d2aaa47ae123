import type { ContainerDefinition, HealthCheck } from '@aws-sdk/client-ecs';
import type { Clock } from '../../../runner/clock';
import type { TaskReport } from '../../simulator/ecs/tasks/task-runner';
import { tryDocker, type DockerAddress } from '../docker';

interface Subject {
  readonly engine: DockerAddress;
  /** Of the container. */
  readonly name: string;
  readonly container: ContainerDefinition;
  /** Where a load balancer would look for it. */
  readonly address: string | undefined;
}

interface Watch {
  readonly clock: Clock;
  /** Aborted when the container has ended. */
  readonly signal: AbortSignal;
}

interface Probe {
  readonly intervalSeconds: number;
  readonly startPeriodSeconds: number;
  /** Failures in a row that make it unhealthy. */
  readonly retries: number;
  /** What is wrong, or undefined when it passes. */
  check(): Promise<string | undefined>;
  fail(problem: string): void;
}

/** A target group's, but in seconds, so that a rehearsal need not wait minutes. */
const target = { intervalSeconds: 1, retries: 3, timeoutMs: 1_000 };

/** The checks of the container definition and of the load balancer, until the container ends. */
export async function watchHealth(subject: Subject, report: TaskReport, watch: Watch): Promise<void> {
  const probes = probesOf(subject, report);
  const passing = new Set<Probe>();

  async function repeat(probe: Probe) {
    const startedAt = watch.clock.now();
    let failures = 0;
    for (;;) {
      await watch.clock.sleep(probe.intervalSeconds * 1000, watch.signal);
      const problem = watch.signal.aborted ? undefined : await probe.check();
      // The container's end is not its illness.
      if (watch.signal.aborted) return;
      if (problem === undefined) {
        failures = 0;
        passing.add(probe);
        if (passing.size === probes.length) report.healthy();
      } else if (watch.clock.now() >= startedAt + probe.startPeriodSeconds * 1000) {
        failures += 1;
        if (failures === probe.retries) probe.fail(problem);
      }
    }
  }

  await Promise.all(probes.map(repeat));
}

function probesOf({ engine, name, container, address }: Subject, report: TaskReport): readonly Probe[] {
  const { healthCheck } = container;
  const probes: Probe[] = [];
  if (healthCheck) probes.push(containerProbe({ engine, name, healthCheck }, report));
  if (address !== undefined) probes.push(targetProbe(address, report));
  return probes;
}

interface ContainerSubject {
  readonly engine: DockerAddress;
  readonly name: string;
  readonly healthCheck: HealthCheck;
}

/** Run from here, because Docker's own command line takes no check without a shell. */
function containerProbe({ engine, name, healthCheck }: ContainerSubject, report: TaskReport): Probe {
  // The defaults are ECS's. (AWS docs)
  const { command = [], interval = 30, timeout = 5, retries = 3, startPeriod = 0 } = healthCheck;
  const [form, ...words] = command;
  const args = form === 'CMD-SHELL' ? ['/bin/sh', '-c', words.join(' ')] : form === 'CMD' ? words : command;
  return {
    intervalSeconds: interval,
    startPeriodSeconds: startPeriod,
    retries,
    async check() {
      const signal = AbortSignal.timeout(timeout * 1000);
      const { exitCode } = await tryDocker(engine, ['exec', name, ...args], { signal });
      return exitCode === 0 ? undefined : 'failed';
    },
    fail: () => report.unhealthy(),
  };
}

function targetProbe(address: string, report: TaskReport): Probe {
  return {
    ...target,
    startPeriodSeconds: 0,
    async check() {
      try {
        const { status } = await fetch(`http://${address}/`, {
          signal: AbortSignal.timeout(target.timeoutMs),
        });
        return status === 200 ? undefined : `Health checks failed with these codes: [${status}]`;
      } catch {
        // (AWS docs: the reason of a target that does not answer)
        return 'Request timed out';
      }
    },
    fail: (problem) => report.unhealthy(problem),
  };
}
