import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { clientsOf } from '../../runner/aws/clients/clients';
import { endpointWarnings, serviceIds } from '../../runner/aws/clients/endpoints';
import { awsCommands } from '../../runner/settings/variables/variable';
import { openServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('an endpoint', () => {
  let folder: string;
  const before = { ...process.env };
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'ecs-cd-endpoints-'));
  });
  afterEach(() => {
    process.env = { ...before };
    rmSync(folder, { recursive: true });
  });

  const warningsWith = (env: Readonly<Record<string, string>>) => {
    Object.assign(process.env, env);
    return endpointWarnings({});
  };
  const configOf = (text: string) => {
    const file = path.join(folder, 'config');
    writeFileSync(file, text);
    return { AWS_CONFIG_FILE: file };
  };

  it('is looked for by the ids that the clients themselves have', () => {
    const credentials = { kind: 'static', accessKeyId: 'a', secretAccessKey: 'b' } as const;
    const clients = clientsOf({ region: 'eu-central-1', credentials }, {}, { hide() {} });
    const { ecs, ...others } = clients;
    const ids = Object.entries(others).map(([name, open]) => [name, open('eu-central-1').config.serviceId]);
    expect({ ecs: ecs().reads.config.serviceId, ...Object.fromEntries(ids) }).to.deep.equal(serviceIds);
  });

  it("of AWS's own needs no word", async () => {
    expect(await warningsWith({})).to.deep.equal([]);
  });

  const ofAws = [
    'https://ecs.eu-central-1.amazonaws.com',
    'https://api.ecr.eu-central-1.amazonaws.com/',
    'https://sts.amazonaws.com',
    'https://iam.us-gov.amazonaws.com',
    'https://iam.global.api.aws',
    'https://ecs.eu-central-1.amazonaws.com.',
    'https://ecs-fips.us-gov-west-1.amazonaws.com',
    'https://ecs.cn-north-1.amazonaws.com.cn',
    'https://ecs.eu-central-1.api.aws',
    'https://vpce-0a1b2c-3d4e.ecs.eu-central-1.vpce.amazonaws.com',
    'https://vpce-0a1b2c-3d4e-eu-central-1a.api.ecr.eu-central-1.vpce.amazonaws.com',
  ];
  const ofOthers = [
    'https://aws.example.com',
    'https://ecs.eu-central-1.amazonaws.com.example.com',
    'https://ecs-eu-central-1-amazonaws.com',
    'https://web-1.eu-central-1.elb.amazonaws.com',
    'https://ec2-3-4-5-6.eu-central-1.compute.amazonaws.com',
    'https://abc.execute-api.eu-central-1.amazonaws.com',
    'https://vpce-0a1b2c-3d4e.vpce-svc-0a1b.eu-central-1.vpce.amazonaws.com',
    'http://127.0.0.1:4566',
  ];
  for (const endpoint of [...ofAws, ...ofOthers]) {
    const isOfAws = ofAws.includes(endpoint);
    it(`at ${endpoint} is ${isOfAws ? "AWS's own" : "somebody else's"}`, async () => {
      const warnings = await endpointWarnings({ endpoint });
      expect(warnings.map((warning) => warning.slice(0, 8))).to.deep.equal(isOfAws ? [] : ['not AWS:']);
    });
  }

  for (const endpoint of ['aws.example.com', 'localhost:4566', 'ftp://user:hunter2@example.com'])
    it(`${endpoint.replace(/hunter2/, '...')} is refused, for the SDK would end in a bare error`, async () => {
      const refusal = await endpointWarnings({ endpoint }).catch((error: unknown) => error);
      expect(refusal).to.include({
        verdict: 'invalid-usage',
        fix: 'write it like http://127.0.0.1:4566, or remove it',
      });
      expect(String(refusal))
        .to.contain('all AWS services is not an http or https address (AWS_ENDPOINT_URL')
        .and.not.contain('hunter2');
    });

  const places: readonly (readonly [
    what: string,
    set: () => Readonly<Record<string, string>>,
    named: string,
  ])[] = [
    ['AWS_ENDPOINT_URL', () => ({ AWS_ENDPOINT_URL: 'https://x.example' }), 'all AWS services'],
    ['AWS_ENDPOINT_URL_ECS', () => ({ AWS_ENDPOINT_URL_ECS: 'https://x.example' }), 'ECS'],
    [
      'AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2',
      () => ({ AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: 'https://x.example' }),
      'Elastic Load Balancing v2',
    ],
    ['a profile', () => configOf('[default]\nendpoint_url = https://x.example\n'), 'all AWS services'],
    [
      'a section of services',
      () => configOf('[default]\nservices = s\n[services s]\nsts =\n  endpoint_url = https://x.example\n'),
      'STS',
    ],
  ];
  for (const [what, set, named] of places) {
    it(`in ${what} is told with what it takes the place of`, async () => {
      const warnings = await warningsWith(set());
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain(`not AWS: https://x.example takes the place of ${named} (`);
    });
  }

  it('in a section that a profile names and the file lacks is bad input, not AWS', async () => {
    const fixture = await openServiceFixture();
    try {
      Object.assign(process.env, configOf('[profile ci]\nservices = local\n'), { AWS_PROFILE: 'ci' });
      const { log, dotenv } = await exits(2, fixture.deploy());
      expect(log)
        .to.contain(
          'the profile ci of the AWS config file names the section [services local], which is not there',
        )
        .and.match(/^fix +write \[services local\] into the file/m);
      expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'invalid-usage' });
      expect(fixture.aws.calls).to.deep.equal([]);
    } finally {
      await fixture.close();
    }
  });

  it('without TLS has a warning of its own, unless it is on this machine, and shows no password', async () => {
    const warnings = await warningsWith({ AWS_ENDPOINT_URL: 'http://user:canary@10.0.0.1:4566/path' });
    expect(warnings).to.have.length(2);
    expect(warnings[1]).to.contain('no TLS: ').and.contain('http://10.0.0.1:4566 ');
    expect(warnings.join()).to.not.contain('canary');
    expect(await endpointWarnings({ endpoint: 'http://ecs.eu-central-1.amazonaws.com' })).to.have.length(1);
  });

  for (const command of awsCommands) {
    it(`that is not AWS's stands at the top and in the last lines of ecs-cd ${command}`, async () => {
      const fixture = await openServiceFixture();
      writeFileSync(path.join(folder, 'Dockerfile'), 'FROM scratch\n');
      try {
        fixture.aws.faults.add({ operation: '*', kind: 'access-denied', times: 99 });
        const { log } = await fixture.run([command], {
          env: { CI_PROJECT_DIR: folder, DOCKER_BUILD_CONTEXT: '.', ECS_CD_RUN: 'true' },
        });
        const lines = log.trimEnd().split('\n');
        const at = fixture.aws.url;
        expect(lines[1])
          .to.match(/^warning: not AWS: /)
          .and.contain(` ${at} takes the place of all AWS services`);
        expect(lines.at(-2))
          .to.match(/^warning {5}not AWS: /)
          .and.contain(at);
        expect(lines.at(-1)).to.match(/^verdict /);
      } finally {
        await fixture.close();
      }
    });
  }
});
