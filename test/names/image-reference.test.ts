import { expect } from 'chai';
import {
  ecrRegistryOf,
  imageByTag,
  imageReferenceOf,
  isEcrRepositoryName,
  isImageName,
  isImageOf,
  isTag,
  type Repository,
} from '../../runner/names/image-reference';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const host = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const a = (count: number) => 'a'.repeat(count);

/** [reference, registry, name, tag, digest], as Docker takes it apart. */
const references = [
  ['nginx', undefined, 'nginx', undefined, undefined],
  ['nginx:1.27', undefined, 'nginx', '1.27', undefined],
  ['bitnami/nginx', undefined, 'bitnami/nginx', undefined, undefined],
  ['localhost/app', 'localhost', 'app', undefined, undefined],
  ['localhost:5000/app:v1', 'localhost:5000', 'app', 'v1', undefined],
  ['127.0.0.1:5000/app', '127.0.0.1:5000', 'app', undefined, undefined],
  ['registry:5000/app', 'registry:5000', 'app', undefined, undefined],
  ['app:5000', undefined, 'app', '5000', undefined],
  [`${host}/team/app:v1`, host, 'team/app', 'v1', undefined],
  [`${host}/team/app@${digest}`, host, 'team/app', undefined, digest],
  [`${host}/team/app:v1@${digest}`, host, 'team/app', 'v1', digest],
] as const;

/** Names that Docker 20.10 took and refused when it was asked to tag an image with them. */
const imageNames = [
  'my-app',
  'my_app',
  'my__app',
  'my--app',
  'my---app',
  'my.app',
  'foo/bar/baz',
  '0/0',
  'localhost/x',
];
const registryNames = [
  'localhost:5000/x',
  'reg.example.com/x',
  'reg_x.example.com/x',
  a(237),
  `r.io/${a(250)}`,
];
const notImageNames = [
  'my___app',
  'my..app',
  'my-.app',
  '-app',
  'app-',
  'App',
  'Foo/bar',
  'foo/Bar',
  'my_host:80/x',
];
const neitherNames = [
  '[::1]:5000/x',
  'app/',
  '/app',
  'a//b',
  'app ',
  'a@b',
  a(64),
  a(238),
  a(255),
  `r.io/${a(251)}`,
  '',
];

describe('an image reference', () => {
  for (const [text, registry, name, tag, imageDigest] of references) {
    it(`is taken apart as Docker does: ${text.replace(digest, 'sha256:...')}`, () => {
      expect(imageReferenceOf(text)).to.deep.equal({ registry, name, tag, digest: imageDigest });
    });
  }

  for (const text of [
    '',
    'App',
    'app:',
    'app:-x',
    'app@sha256:abc',
    'app@',
    `app:${a(129)}`,
    'https://r.io/app',
    'app ',
  ]) {
    it(`is not ${JSON.stringify(text.slice(0, 30))}`, () => {
      expect(imageReferenceOf(text)).to.equal(undefined);
    });
  }
});

describe('an image name', () => {
  for (const name of [...imageNames, ...registryNames]) {
    it(`may be ${name.slice(0, 30)} (${name.length})`, () => expect(isImageName(name)).to.equal(true));
  }
  for (const name of [...notImageNames, ...neitherNames, 'app:v1', `app@${digest}`]) {
    it(`may not be ${JSON.stringify(name.slice(0, 30))} (${name.length})`, () =>
      expect(isImageName(name)).to.equal(false));
  }
});

describe('a tag', () => {
  it('has the form that the registry protocol gives it', () => {
    expect(['latest', '_x', 'A.b-c_1', a(128)].filter(isTag)).to.have.length(4);
    expect(['', '.x', '-x', 'a/b', 'a b', 'a\n', a(129)].filter(isTag)).to.deep.equal([]);
  });
});

describe('an ECR repository name', () => {
  it('has lower-case letters, digits and single separators', () => {
    const right = ['app', 'ab', '4a', 'team/app', 'a.b_c-d/e', 'web-api/web.api', a(256)];
    expect(right.filter(isEcrRepositoryName)).to.deep.equal(right);
    const wrong = ['a', 'App', 'a--b', 'a__b', 'a//b', '/ab', 'ab/', '-ab', 'ab-', a(257), 'a b'];
    expect(wrong.filter(isEcrRepositoryName)).to.deep.equal([]);
  });
});

describe('an ECR host', () => {
  const at = (region: string) => ({ registryId: '123456789012', region });
  for (const [registry, region] of [
    [host, 'eu-central-1'],
    ['123456789012.dkr.ecr-fips.us-east-1.amazonaws.com', 'us-east-1'],
    ['123456789012.dkr-ecr.eu-central-1.on.aws', 'eu-central-1'],
    ['123456789012.dkr-ecr-fips.us-gov-west-1.on.aws', 'us-gov-west-1'],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
    ['123456789012.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1'],
    ['123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
    ['123456789012.dkr-ecr.eusc-de-east-1.on.amazonwebservices.eu', 'eusc-de-east-1'],
    ['123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1'],
    ['123456789012.dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1'],
    ['123456789012.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk', 'eu-isoe-west-1'],
    ['123456789012.dkr.ecr.us-isof-south-1.csp.hci.ic.gov', 'us-isof-south-1'],
  ] as const) {
    it(`says its account and region: ${registry}`, () =>
      expect(ecrRegistryOf(registry)).to.deep.equal(at(region)));
  }

  for (const registry of ['public.ecr.aws', 'r.io', `${host}.evil.example`, `x${host}`, `${host}:443`]) {
    it(`is not ${registry}`, () => expect(ecrRegistryOf(registry)).to.equal(undefined));
  }
});

describe('an image of a repository', () => {
  const repository: Repository = {
    url: `${host}/team/app`,
    registry: host,
    name: 'team/app',
    registryId: '123456789012',
    region: 'eu-central-1',
  };
  const local: Repository = { url: '127.0.0.1:5000/app', registry: '127.0.0.1:5000', name: 'app' };

  it('is named by its tag or by its digest', () => {
    expect(imageByTag(repository, 'v1')).to.equal(`${host}/team/app:v1`);
    expect(imageByTag(repository, digest)).to.equal(`${host}/team/app@${digest}`);
  });

  it('is known again whatever its tag, and under every host name of the registry', () => {
    const images = [
      `${host}/team/app`,
      `${host}/team/app:v1`,
      `${host}/team/app@${digest}`,
      '123456789012.dkr-ecr.eu-central-1.on.aws/team/app:v1',
    ];
    expect(images.filter((image) => isImageOf(repository, image))).to.deep.equal(images);
    expect(isImageOf(local, '127.0.0.1:5000/app:v1')).to.equal(true);
  });

  it('is not one of another repository, account or region', () => {
    const images = [
      `${host}/team/app2:v1`,
      `${host}/app:v1`,
      `${host.replace('123456789012', '210987654321')}/team/app`,
      `${host.replace('eu-central-1', 'eu-west-1')}/team/app`,
      'team/app',
      'r.io/team/app',
      'not an image',
    ];
    expect(images.filter((image) => isImageOf(repository, image))).to.deep.equal([]);
    expect(isImageOf(local, 'app')).to.equal(false);
    expect(isImageOf(local, `${host}/app`)).to.equal(false);
  });
});
