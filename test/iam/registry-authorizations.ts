import type { Request } from './policy-evaluator';

export type Input = Readonly<Record<string, unknown>>;
export type Asked = (input: Input) => readonly Request[];

export const onAnything =
  (action: string): Asked =>
  () => [{ action, resource: '*' }];

const onRepository =
  (action: string): Asked =>
  ({ repositoryName, repositoryNames = [repositoryName] }) =>
    (repositoryNames as readonly string[]).map((name) => ({ action, resource: repositoryArn(name) }));

export const repositoryArn = (name: string) => `arn:aws:ecr:eu-central-1:123456789012:repository/${name}`;

/** What IAM is asked for calls of ECR. */
export const registryAuthorizations: Readonly<Record<string, Asked>> = {
  'ecr.GetAuthorizationToken': onAnything('ecr:GetAuthorizationToken'),
  'ecr.BatchGetImage': onRepository('ecr:BatchGetImage'),
  'ecr.GetDownloadUrlForLayer': onRepository('ecr:GetDownloadUrlForLayer'),
  'ecr.DescribeImages': onRepository('ecr:DescribeImages'),
  'ecr.DescribeImageSigningStatus': onRepository('ecr:DescribeImageSigningStatus'),
  'ecr.DescribeImageScanFindings': (input) => [
    ...onRepository('ecr:DescribeImageScanFindings')(input),
    // Of enhanced scanning (AWS docs, IAM permissions required for enhanced scanning).
    ...onAnything('inspector2:ListFindings')(input),
    ...onAnything('inspector2:ListCoverage')(input),
  ],
  'ecr.StartImageScan': onRepository('ecr:StartImageScan'),
  'ecr.PutImage': onRepository('ecr:PutImage'),
  'ecr.GetLifecyclePolicy': onRepository('ecr:GetLifecyclePolicy'),
  'ecr.PutLifecyclePolicy': onRepository('ecr:PutLifecyclePolicy'),
  // With a key, ECR makes grants for it in the caller's name (AWS docs, encryption at rest).
  'ecr.CreateRepository': (input) => {
    const { kmsKey } = (input['encryptionConfiguration'] ?? {}) as { readonly kmsKey?: string };
    const context = { 'kms:ViaService': 'ecr.eu-central-1.amazonaws.com' };
    return [
      ...onRepository('ecr:CreateRepository')(input),
      ...(kmsKey === undefined ? [] : ['CreateGrant', 'DescribeKey', 'RetireGrant']).map((name) => ({
        ...{ action: `kms:${name}`, resource: kmsKey ?? '', context },
      })),
    ];
  },
  'ecr.UpdateImageStorageClass': onRepository('ecr:UpdateImageStorageClass'),
  'ecr.DescribeRepositoryCreationTemplates': onAnything('ecr:DescribeRepositoryCreationTemplates'),
  'ecr.DescribeRepositories': onRepository('ecr:DescribeRepositories'),
};
