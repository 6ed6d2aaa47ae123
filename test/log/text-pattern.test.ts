import { expect } from 'chai';
import { textPatternOf } from '../../runner/log/text-pattern';

describe('the pattern of a text of AWS', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['/tmp/containerd-mount1234567890: no', '/tmp/containerd-mount987654321: no'],
    ['task 0f1e2d3c4b5a69788796a5b4c3d2e1f0 is gone', 'task ffffffffffffffffffffffffffffff01 is gone'],
    ['dial 10.0.1.2:443: no', 'dial 10.0.200.31:443: no'],
    ['request 0f1e2d3c-0000-1111-2222-333344445555', 'request 0f1e2d3d-0000-1111-2222-333344445555'],
    ['deployment ecs-svc/1234567890123456789', 'deployment ecs-svc/9876543210987654321'],
  ];
  for (const [one, other] of pairs) {
    it(`leaves out what differs: ${one}`, () => {
      expect(textPatternOf(one)).to.equal(textPatternOf(other)).and.contain('…');
    });
  }

  it('keeps what tells one failure from another', () => {
    for (const text of [
      'container web exited with code 137',
      "subnet 'subnet-0a1b2c3d4e5f60718' is full",
      'fs-0123456789abcdef0 is missing',
      `image web@sha256:${'0a'.repeat(32)}`,
      'retried 7 time(s): 403 Forbidden',
    ])
      expect(textPatternOf(text)).to.equal(text);
  });
});
