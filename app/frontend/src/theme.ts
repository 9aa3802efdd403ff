// Sets the chosen theme before the first paint; without a choice the system decides.

(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const stored = (): string | null => {
    try {
      return localStorage.getItem('mingcha-theme');
    } catch {
      return null; // storage may be forbidden; the system's theme then holds
    }
  };
  const apply = (): void => {
    const choice = stored();
    root.dataset.bsTheme = choice === 'light' || choice === 'dark' ? choice : system.matches ? 'dark' : 'light';
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('mingcha:theme', apply);
})();
