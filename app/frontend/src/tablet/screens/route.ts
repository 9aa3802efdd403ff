// Which page is open: the part of the address after `#`, so that Back works and a reload stays.

import { readonly, ref, type Ref } from 'vue';

const path = ref(read());

function read(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean);
}

addEventListener('hashchange', () => (path.value = read()));

/** The open page as its parts: `['visit', ID]`; the round is `[]`. */
export function useRoute(): Readonly<Ref<readonly string[]>> {
  return readonly(path) as Readonly<Ref<readonly string[]>>;
}

/** Opens a page: `go('visit', id)`. */
export function go(...parts: string[]): void {
  location.hash = `/${parts.join('/')}`;
}
