// Bright, dark or as the tablet: the same switch as at the desk.

import { ref } from 'vue';

const KEPT = 'mingcha-theme';

export const theme = ref(stored());

function stored(): string {
  try {
    return localStorage.getItem(KEPT) ?? 'system';
  } catch {
    return 'system'; // storage is forbidden: the system decides
  }
}

/** Sets the theme now and for later; theme.ts of the house does the rest. */
export function chooseTheme(choice: string): void {
  theme.value = choice;
  try {
    if (choice === 'system') localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, choice);
  } catch {
    // without storage the choice can't be kept
  }
  dispatchEvent(new Event('mingcha:theme'));
}
