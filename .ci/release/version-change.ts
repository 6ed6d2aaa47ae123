import type { ProjectTexts } from './project-texts';
import { withRelease } from './changelog';
import { withVersion } from './readme-versions';
import { releaseStateOf } from './release-state';
import { templateImageOf, withTemplateImage } from './template-image';

/** The files with another version in the making. Before the first release that is what the template and README name. */
export function withVersionInTheMaking(texts: ProjectTexts, version: string): ProjectTexts {
  const raised = {
    ...texts,
    packageJson: withJson(texts.packageJson, (content) => ({ ...content, version })),
    packageLock: withJson(texts.packageLock, (content) => ({
      ...content,
      version,
      packages: { ...content.packages, '': { ...content.packages?.[''], version } },
    })),
  };
  const { released, templateImage } = releaseStateOf(texts);
  if (released) return raised;
  return withImage(raised, templateImage.replace(/:[^:/]+$/, `:${version}`), version);
}

/** The files as the release commit has them. */
export function withStamp(
  texts: ProjectTexts,
  { version, image, date }: { readonly version: string; readonly image: string; readonly date: string },
): ProjectTexts {
  return withImage({ ...texts, changelog: withRelease(texts.changelog, version, date) }, image, version);
}

/** The README lists the inputs with their defaults. */
function withImage(texts: ProjectTexts, image: string, version: string): ProjectTexts {
  const readme = texts.readme.replaceAll(templateImageOf(texts.template), image);
  return {
    ...texts,
    template: withTemplateImage(texts.template, image),
    readme: withVersion(readme, version),
  };
}

interface PackageContent {
  readonly version: string;
  readonly packages?: Readonly<Record<string, object>>;
}

/** In npm's own layout. */
function withJson(text: string, change: (content: PackageContent) => object): string {
  return `${JSON.stringify(change(JSON.parse(text) as PackageContent), null, 2)}\n`;
}
