import { getProfileName, loadSharedConfigFiles } from '@smithy/core/config';
import { resolveEndpointConfig } from '@smithy/core/endpoints';
import { EcsCdError } from '../../errors';
import type { Wire } from '../../host';
import { isLoopback } from '../../names/loopback';

/** The services that a run may call, by the ids that the SDK's clients have. */
export const serviceIds = {
  ecs: 'ECS',
  ecr: 'ECR',
  logs: 'CloudWatch Logs',
  loadBalancing: 'Elastic Load Balancing v2',
  sts: 'STS',
  iam: 'IAM',
  ec2: 'EC2',
  ssm: 'SSM',
  secrets: 'Secrets Manager',
  cloudWatch: 'CloudWatch',
  scheduler: 'Scheduler',
  eventBridge: 'EventBridge',
} as const;

/**
 * What to tell of every address that takes the place of AWS's own, or that is asked without TLS. The SDK is asked, by
 * what each of its clients asks: AWS_ENDPOINT_URL and its siblings, then `endpoint_url` in the shared config file.
 */
export async function endpointWarnings({ endpoint }: Wire): Promise<readonly string[]> {
  await refuseMissingServices();
  const services = new Map<string, string[]>();
  for (const serviceId of Object.values(serviceIds)) {
    const address = endpoint ?? (await configuredFor(serviceId));
    if (address !== undefined) services.set(address, [...(services.get(address) ?? []), serviceId]);
  }
  return [...services].flatMap(([address, asked]) => warningsOf(address, asked));
}

/** The SDK asks AWS itself, without a word, where a profile names a section that is not there. */
async function refuseMissingServices(): Promise<void> {
  const profile = getProfileName({});
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const { services } = { ...credentialsFile[profile], ...configFile[profile] };
  if (!services || configFile[`services.${services}`]) return;
  const message = `the profile ${profile} of the AWS config file names the section [services ${services}], which is not there`;
  const fix = `write [services ${services}] into the file, or take "services = ${services}" out of the profile`;
  throw new EcsCdError('invalid-usage', message, { fix });
}

function configuredFor(serviceId: string): Promise<string | undefined> {
  const unused = () => {
    throw new Error('no request is made');
  };
  const asked = { serviceId, urlParser: unused, endpointProvider: unused };
  return resolveEndpointConfig(asked).serviceConfiguredEndpoint?.() ?? Promise.resolve(undefined);
}

function warningsOf(address: string, asked: readonly string[]): string[] {
  const services = asked.length === Object.keys(serviceIds).length ? 'all AWS services' : asked.join(', ');
  const places = 'AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_<SERVICE>, or endpoint_url in the AWS config file';
  // Never the whole address, which may hold a password. The SDK ends in a bare TypeError where it is none.
  const { origin, protocol, hostname } = new URL(URL.canParse(address) ? address : 'not:an-address');
  if (!/^https?:$/.test(protocol)) {
    const message = `what takes the place of ${services} is not an http or https address (${places})`;
    throw new EcsCdError('invalid-usage', message, {
      fix: 'write it like http://127.0.0.1:4566, or remove it',
    });
  }
  const isPlain = protocol === 'http:' && !isLoopback(hostname);
  return [
    hostOfAws.test(hostname) ? '' : `not AWS: ${origin} takes the place of ${services} (${places})`,
    isPlain ? `no TLS: anyone on the path to ${origin} can read the session token and change answers` : '',
  ].filter(Boolean);
}

/** Domains of AWS's API, by partition (the SDK's own partition table). */
const domain =
  '(?:amazonaws[.]com(?:[.]cn)?|amazonaws[.]eu|api[.]aws|api[.]amazonwebservices[.](?:com[.]cn|eu)|c2s[.]ic[.]gov|sc2s[.]sgov[.]gov|cloud[.]adc-e[.]uk|csp[.]hci[.]ic[.]gov|api[.]aws[.](?:ic[.]gov|scloud|hci[.]ic[.]gov)|api[.]cloud-aws[.]adc-e[.]uk)';
/**
 * A service, a region, the domain; in front of it a VPC endpoint for AWS's service. Load balancers, machines and other
 * people's endpoint services (`vpce-svc-`) have more or other labels: what answers there is not AWS.
 */
const hostOfAws = new RegExp(
  `^(?:vpce-[\\w-]+[.](?!vpce-svc-))?(?:api[.])?[a-z0-9-]+(?:[.](?:[a-z]{2,4}(?:-[a-z]+)+-\\d|us-gov|global))?(?:[.]vpce)?[.]${domain}[.]?$`,
);
