import type { Story } from './story';

/** Stories that once broke a property: told again in every test run. */
export const keptStories: readonly { readonly what: string; readonly story: Story }[] = [];
