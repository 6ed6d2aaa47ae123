import { withRelease } from './changelog';
import { versionedPages, type ProjectTexts } from './project-files';
import { withVersion } from './page-versions';
import { templateImageOf, withTemplateImage } from './template-image';

export interface Stamp {
  readonly version: string;
  /** With tag and digest. */
  readonly image: string;
  /** `YYYY-MM-DD` */
  readonly date: string;
}

/** The files as the release commit has them. docs/reference.md lists the inputs with their defaults. */
export function withStamp(texts: ProjectTexts, { version, image, date }: Stamp): ProjectTexts {
  const before = templateImageOf(texts.template);
  const pages = versionedPages.map((page) => [
    page,
    withVersion(texts[page].replaceAll(before, image), version),
  ]);
  return {
    ...texts,
    ...(Object.fromEntries(pages) as Pick<ProjectTexts, (typeof versionedPages)[number]>),
    changelog: withRelease(texts.changelog, version, date),
    template: withTemplateImage(texts.template, image),
  };
}

interface Pushed {
  readonly runner?: { readonly 'image.name'?: string; readonly 'containerimage.digest'?: string };
}

/** The digest of the runner image, which has to have that name (BuildKit's docs, `--metadata-file`). */
export function testedDigestOf(pushedImages: string, name: string): string {
  const { runner = {} } = JSON.parse(pushedImages) as Pushed;
  const { 'image.name': pushed, 'containerimage.digest': digest } = runner;
  if (pushed === name && digest !== undefined) return digest;
  throw new Error(`dist/images.json tells of ${pushed ?? 'no runner image'}, not of ${name}`);
}
