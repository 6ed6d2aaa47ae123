/** The images in the pipeline's file that have a tag alone: it names another one tomorrow, and that would make the release. */
export function unpinnedImagesIn(pipeline: string): readonly string[] {
  const named = /(?:\bimage:|- name:|docker run\b.*) ([\w./-]+:[\w.-]+)(?=\s)/g;
  return [...new Set([...pipeline.matchAll(named)].map(([, image = '']) => image))];
}
