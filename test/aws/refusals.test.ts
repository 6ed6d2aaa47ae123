import { expect } from 'chai';
import { commonAwsErrorOf } from '../../runner/aws/aws-error';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a refusal of AWS', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  const concurrent = {
    operation: 'RegisterTaskDefinition',
    kind: 'client-error',
    error: {
      name: 'ClientException',
      message: 'Too many concurrent attempts to create a new revision of the specified family.',
    },
  } as const;

  it('for another job that registers the family at the same time passes', async () => {
    fixture.aws.faults.add({ ...concurrent, times: 3 });
    await exits(0, fixture.deploy());
  });

  it('for other jobs that never end registering it asks for another run', async () => {
    fixture.aws.faults.add({ ...concurrent, times: 99 });
    const { log } = await exits(75, fixture.deploy());
    expect(log).to.contain('RegisterTaskDefinition failed for web: AWS kept refusing until retries ran out');
    const attempts = fixture.aws.calls.filter(({ operation }) => operation === concurrent.operation);
    expect(attempts).to.have.length(8);
  });

  it('that is a page of something on the way is told as that, not in words of the SDK', async () => {
    fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'strange-page', times: 99 });
    const { log } = await exits(75, fixture.deploy());
    expect(log)
      .to.match(/answered HTTP \d+\s+with\s+a\s+page\s+that\s+is\s+not\s+AWS's\s+\(a\s+proxy\?\)/)
      .and.not.contain('$response');
  });
});

describe('the way out of a permission that AWS denies', () => {
  const call = { purpose: 'register', permission: 'ecs:RegisterTaskDefinition', resource: 'web' };
  const arn = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/api';
  const fixOf = (why: string) => {
    const message = `User: arn:aws:sts::123456789012:assumed-role/deploy/job is not authorized to perform: ecs:TagResource on resource: ${arn} ${why}`;
    return commonAwsErrorOf(Object.assign(new Error(message), { name: 'AccessDeniedException' }), call)?.fix;
  };

  // The endings that AWS documents ("Troubleshoot access denied error messages").
  const rows: readonly (readonly [string, string])[] = [
    [
      'because no identity-based policy allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} to the user or role of this job`,
    ],
    [
      'because no session policy allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} in the session policy`,
    ],
    [
      'because no permissions boundary allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} in the permissions boundary`,
    ],
    [
      'because no service control policy allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} in the service control policies of the AWS organization`,
    ],
    [
      'because no resource-based policy allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} in the resource's own policy`,
    ],
    [
      'because no VPC endpoint policy allows the ecs:TagResource action',
      `allow ecs:TagResource on ${arn} in the policy of the VPC endpoint`,
    ],
    [
      'with an explicit deny in a service control policy',
      `remove the explicit deny of ecs:TagResource on ${arn} from the service control policies`,
    ],
    [
      'with an explicit deny in an identity-based policy',
      `remove the explicit deny of ecs:TagResource on ${arn} from a policy of the user or role`,
    ],
    [
      'with an explicit deny',
      `remove the explicit deny of ecs:TagResource on ${arn} from the policy that has it`,
    ],
  ];
  for (const [why, fix] of rows) {
    it(`is where AWS says: ${why}`, () => {
      expect(fixOf(why)).to.contain(fix);
    });
  }

  it('is the permission of the call where AWS names none', () => {
    const error = Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
    expect(commonAwsErrorOf(error, call)?.fix).to.equal(
      'allow ecs:RegisterTaskDefinition on web to the user or role of this job',
    );
  });
});
