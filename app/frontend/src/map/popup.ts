// What a popup says: stored text goes in by textContent only.
import { shapeOf } from './shape.ts';
import type { MapConfig } from './config.ts';
import type { Member, PlaceProperties } from './places.ts';

/** Builds the popup of one place, or of several at the very same point. */
export function contentOf(found: PlaceProperties, config: MapConfig): HTMLElement {
  const content = document.createElement('div');
  content.className = 'map-popup';
  const members = found.members ?? [found as Member];
  for (const member of members) content.append(entry(member, config));
  const hidden = found.count - members.length;
  if (hidden > 0) content.append(line(config.words.more.replace('{n}', String(hidden)), 'map-more'));
  return content;
}

function entry(member: Member, config: MapConfig): HTMLElement {
  const category = member.category;
  const part = document.createElement('div');
  const name = document.createElement(member.href ? 'a' : 'b');
  name.textContent = member.name;
  name.lang = 'zh';
  if (name instanceof HTMLAnchorElement) name.href = member.href;
  const standing = line(config.categories[category]?.word ?? '', `map-standing map-is-${category}`);
  standing.prepend(shapeOf(category, config));
  const address = line(member.address, 'map-address');
  address.lang = 'zh';
  part.append(name, standing, address);
  if (member.note) part.append(line(member.note, 'map-note'));
  return part;
}

function line(text: string, className: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}
