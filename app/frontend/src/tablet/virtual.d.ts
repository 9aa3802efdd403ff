// The modules that the build itself writes (app/frontend/vite/).
declare module 'virtual:tablet-icons' {
  export const OUTLINES: Readonly<Record<string, string>>;
}

declare module 'virtual:tablet-words' {
  const chinese: Readonly<Record<string, string>>;
  export default chinese;
}
