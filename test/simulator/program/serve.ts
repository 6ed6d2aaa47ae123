// The simulated AWS as a program of its own, in real time: the service beside the jobs that try the component out.
// Its account is the one that the job's variables speak of, which GitLab hands to the services of a job as well.
import { realClock } from '../clock';
import { furnish } from './furnish';
import { startSimulator } from '../simulator';
import { localTimings, serviceHaste } from '../timings';

const { hostname, port } = new URL(process.env['AWS_ENDPOINT_URL'] ?? 'http://127.0.0.1:4566');

async function serve(): Promise<void> {
  const aws = await startSimulator({
    clock: realClock(),
    timings: localTimings,
    scriptHaste: serviceHaste,
    host: '0.0.0.0',
    name: hostname,
    port: Number(port),
  });
  try {
    furnish(aws.world, process.env);
  } catch (error) {
    // Not left to Node, which shows the line of the bundle: millions of characters.
    console.error((error as Error).message);
    process.exitCode = 1;
    return aws.close();
  }
  console.log(`a simulated AWS answers at ${aws.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void aws.close());
}

void serve();
