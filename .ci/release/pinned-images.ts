/** Repository, tag and digest; what this project builds has a variable for its tag, or GitLab's for its registry. */
const named =
  /(?:\bimage: |- name: |\bdocker run .*? |_IMAGE=|^FROM |image=|generator=|default: )(?!\$CI_)((?:[\w$.{}-]+(?::\d+)?\/)?[\w./-]+:[\w.-]+)(@sha256:[0-9a-f]{64})?(?=[\s"])/gm;

/** The images in a file that have a tag alone: it names another one tomorrow, and that would make the release. */
export function unpinnedImagesIn(text: string): readonly string[] {
  const images = [...text.matchAll(named)].filter(([, , digest]) => digest === undefined);
  return [...new Set(images.map(([, image = '']) => image))];
}
