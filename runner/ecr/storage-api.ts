import type { ImageDetail, ImageStatus } from '@aws-sdk/client-ecr';
import type { EcrCalls } from './ecr-call-api';
import { unlessRefused } from './ecr-refusal';

export interface ImageList {
  readonly images: readonly ImageDetail[];
  readonly isComplete: boolean;
}

/** How ECR keeps the repository and its images, and for how long. */
export type Storage = ReturnType<typeof storageIn>;

export function storageIn({ sdk, address, call }: EcrCalls) {
  const idOf = (name: string) => (name.startsWith('sha256:') ? { imageDigest: name } : { imageTag: name });
  const filter = { imageStatus: 'ANY' } as const;
  return {
    /** ECR hands out what is ACTIVE; undefined where it has no such image at all. */
    async imageStatus(name: string): Promise<ImageStatus | undefined> {
      const command = new sdk.DescribeImagesCommand({ ...address, imageIds: [idOf(name)], filter });
      const answer = call(`see whether ${name} is in the archive`, 'DescribeImages', command);
      return (await unlessRefused('ImageNotFoundException', answer))?.imageDetails?.[0]?.imageStatus;
    },

    /** Begins to bring an archived image back. */
    async restore(name: string) {
      const wanted = { imageId: idOf(name), targetStorageClass: 'STANDARD' } as const;
      const command = new sdk.UpdateImageStorageClassCommand({ ...address, ...wanted });
      await call(`bring ${name} back from the archive`, 'UpdateImageStorageClass', command);
    },

    /** As JSON; undefined where the repository has none. */
    async lifecyclePolicy(signal: AbortSignal) {
      const command = new sdk.GetLifecyclePolicyCommand(address);
      const answer = call('look at the lifecycle policy', 'GetLifecyclePolicy', command, signal);
      return (await unlessRefused('LifecyclePolicyNotFoundException', answer))?.lifecyclePolicyText;
    },

    /** The images of the repository, in whatever state; those of very many are not read to the end. */
    async imageList(signal: AbortSignal): Promise<ImageList> {
      const command = new sdk.DescribeImagesCommand({ ...address, filter, maxResults: 1_000 });
      const answer = await call('list the images', 'DescribeImages', command, signal);
      return { images: answer.imageDetails ?? [], isComplete: answer.nextToken === undefined };
    },
  };
}
