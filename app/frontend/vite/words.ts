// The tablet's Chinese, read from the catalogues of the whole house: translations/zh_Hans/tablet-*.po.
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { path } from './icons.ts';

const MODULE = 'virtual:tablet-words';
const FOLDER = '../translations/zh_Hans';
const QUOTED = /^(?:(msgid_plural|msgid|msgstr)(?:\[\d\])? )?(".*")$/;

function parts(): string[] {
  const names = readdirSync(path(FOLDER)).filter((name) => /^tablet-.*\.po$/.test(name));
  return names.sort().map((name) => path(`${FOLDER}/${name}`));
}

/** English sentence → Chinese one. Chinese has one form for every number, so a plural has one too. */
function sentences(file: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readFileSync(file, 'utf8').split(/\n\s*\n/)) {
    const said = { msgid: '', msgid_plural: '', msgstr: '' };
    let field: keyof typeof said = 'msgid';
    for (const line of entry.split('\n')) {
      const [, name, text] = QUOTED.exec(line) ?? [];
      if (text === undefined) continue;
      if (name !== undefined) field = name as keyof typeof said;
      said[field] += JSON.parse(text) as string;
    }
    if (said.msgid && said.msgstr) found[said.msgid] = said.msgstr;
  }
  return found;
}

export function tabletWords(): Plugin {
  return {
    name: 'mingcha-tablet-words',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load(id) {
      if (id !== `\0${MODULE}`) return undefined;
      for (const file of parts()) this.addWatchFile(file);
      return `export default ${JSON.stringify(Object.assign({}, ...parts().map(sentences)))};`;
    },
  };
}
