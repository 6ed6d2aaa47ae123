/** One Amazon ECR repository, as the flows see it. */
export interface Ecr {
  /** GetAuthorizationToken. `username` is `AWS`. */
  authorization(): Promise<{ readonly username: string; readonly password: string }>;
  /** The image that a tag (or a digest) names now, or undefined when ECR has none. */
  image(tag: string): Promise<EcrImage | undefined>;
  /** `org.opencontainers.image.revision` of that image, or undefined when it carries none. */
  commitOf(image: EcrImage): Promise<string | undefined>;
  /** Whether the repository lets this tag move to another image. */
  tagMayMove(tag: string): Promise<boolean>;
}

export interface EcrImage {
  /** `sha256:...` */
  readonly digest: string;
  readonly mediaType: string;
  /** The manifest's bytes as text. */
  readonly manifest: string;
}
