import { describeValues } from './values';

const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const a = (count: number) => 'a'.repeat(count);

describe('the value of', () => {
  describeValues({
    REPOSITORY_URL: {
      command: 'deploy',
      accepted: [
        `${ecr}/app`,
        `${ecr}/team/sub-team/app_1.x`,
        `${ecr}/42`,
        '123456789012.dkr.ecr-fips.us-east-1.amazonaws.com/app',
        '123456789012.dkr-ecr.eu-central-1.on.aws/app',
        '123456789012.dkr-ecr-fips.us-gov-west-1.on.aws/app',
        '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app',
        '123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu/app',
      ],
      refused: [
        [`https://${ecr}/app`, 'starts with https://', `write ${ecr}/app`],
        [`https://${ecr}/app:latest`, 'starts with', `write ${ecr}/app; the tag belongs in DOCKER_TAG`],
        [`${ecr}/app:latest`, 'carries ":latest"', `write ${ecr}/app; the tag belongs in DOCKER_TAG`],
        [`${ecr}/app@sha256:${a(64)}`, 'carries "@sha256:', `write ${ecr}/app`],
        [ecr, 'names a registry, but no repository', `write ${ecr}/<name>`],
        [`${ecr}/`, 'names a registry, but no repository'],
        [`${ecr}/app/`, 'ends with "/"', 'remove it'],
        [`${ecr}/App`, 'capital letters', 'as ECR shows it'],
        [`${ecr}/a`, 'a repository name that ECR does not allow', '2 to 256'],
        [`${ecr}/my--app`, 'a repository name that ECR does not allow'],
        [`${ecr}/my__app`, 'a repository name that ECR does not allow'],
        [`${ecr}/${a(210)}`, 'longer than the 255 characters'],
        ['app', 'has no registry in front of its name', ecr],
        ['team/app', 'has no registry in front of its name'],
        ['public.ecr.aws/x1y2/app', 'Amazon ECR Public', 'use a private repository'],
        [
          'registry.gitlab.com/team/app',
          'registry.gitlab.com is not an ECR registry',
          'use an ECR repository',
        ],
        ['localhost:5000/app', 'localhost:5000 is not an ECR registry'],
        ['12345.dkr.ecr.eu-central-1.amazonaws.com/app', 'is not an ECR registry'],
        ['123456789012.dkr.ecr.eu-central-1.example.com/app', 'is not an ECR registry'],
        [
          'arn:aws:ecr:eu-central-1:123456789012:repository/team/app',
          'is the ARN',
          `write its URL: ${ecr}/team/app`,
        ],
        [
          'arn:aws-cn:ecr:cn-north-1:123456789012:repository/app',
          'is the ARN',
          'write its URL: 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/app',
        ],
      ],
    },
    REPOSITORY_NAME: {
      command: 'build',
      accepted: [
        'app',
        'team/app',
        'my_app',
        'my__app',
        'my--app',
        'my.app',
        '0/0',
        'localhost/app',
        'r.io:5000/app',
        a(237),
      ],
      refused: [
        ['My-App', 'has capital letters', 'write my-app'],
        ['app:v1', 'carries ":v1"', 'write app; the tag belongs in DOCKER_TAG'],
        ['my___app', 'not an image name that Docker accepts', 'single separators'],
        ['-app', 'not an image name that Docker accepts'],
        ['team//app', 'not an image name that Docker accepts'],
        ['my app', 'not an image name that Docker accepts'],
        [a(238), 'not an image name that Docker accepts'],
        [a(64), 'not an image name that Docker accepts'],
      ],
    },
    DOCKER_TAG: {
      command: 'deploy',
      accepted: [
        'latest',
        'v1.2.3',
        '_x',
        '1',
        'A-b_c.d',
        a(128),
        'da39a3ee5e6b4b0d3255bfef95601890afd80709',
      ],
      refused: [
        ['feature/team/login', 'image tag: "/" is not allowed', '$CI_COMMIT_REF_SLUG'],
        ['da39a3ee5e6b4b0d3255bfef95601890afd80709:x', 'image tag: ":" is not allowed'],
        ['DA39A3EE5E6B4B0D3255BFEF95601890AFD80709:x', 'image tag: ":" is not allowed'],
        ['1.0+build 7', '"+", " " is not allowed'],
        ['.hidden', 'starts with "."'],
        ['-x', 'starts with "-"'],
        ['größe', '"ö", "ß" is not allowed'],
        [a(129), 'longer than 128 characters'],
        [`sha256:${a(64)}`, 'is a digest, not a tag'],
        [`${ecr}/app:v7`, 'is a whole image name', 'write the tag alone: v7'],
        ['build-cache', "is the tag of the build's cache (ECS_CD_BUILD_CACHE)", '$CI_COMMIT_SHA'],
      ],
    },
    ECS_CD_ALSO_TAG: {
      command: 'build',
      accepted: ['latest'],
      refused: [['latest,build-cache', "is the tag of the build's cache"]],
    },
    ECS_CD_PLATFORM: {
      command: 'build',
      accepted: ['linux/amd64', 'linux/amd64,linux/arm64'],
      refused: [['arm64', '"arm64" is none of', 'did you mean linux/arm64?']],
    },
    ECS_CD_SIGNING_PROFILE_ARN: {
      command: 'build',
      accepted: ['arn:aws:signer:eu-central-1:123456789012:/signing-profiles/images'],
      refused: [['images', 'is not the ARN of a signing profile', '/signing-profiles/images']],
    },
    ECS_CD_BUILD_TARGET: {
      command: 'build',
      accepted: ['web', 'production-stage', '2'],
      refused: [['docker/web', '"docker/web" is not the name of a build stage', 'behind AS']],
    },
  });
});
