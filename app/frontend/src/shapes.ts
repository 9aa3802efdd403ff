// Our own filled shapes for the sprite: the status glyphs (sign cut out), and the mark.

const OCTAGON = 'M7 1h10l6 6v10l-6 6H7l-6-6V7z';
const DISC = 'M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22z';
const TRIANGLE = 'M12 1.6c.7 0 1.3.4 1.7 1l9.6 17.2c.8 1.4-.2 3.1-1.8 3.1H2.5c-1.6 0-2.6-1.7-1.8-3.1L10.3 2.6c.4-.6 1-1 1.7-1z';

/** Each glyph on a field of 24 by 24, filled with the current colour. */
export const SHAPES: Record<string, string> = {
  'octagon-bar': `<path fill-rule="evenodd" d="${OCTAGON}M6.5 10v4h11v-4z"/>`,
  'octagon-exclaim': `<path fill-rule="evenodd" d="${OCTAGON}M10.6 5.5v8h2.8v-8zM10.6 15.7v2.8h2.8v-2.8z"/>`,
  'triangle-exclaim': `<path fill-rule="evenodd" d="${TRIANGLE}M10.7 8v7h2.6V8zM10.7 17v2.6h2.6V17z"/>`,
  'disc-tick': `<path fill-rule="evenodd" d="${DISC}M17.3 7.2l-7 7-3.6-3.6-2 2 5.6 5.6 9-9z"/>`,
  'dashed-ring': '<circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="3" stroke-dasharray="4.5 2.961"/>',
  'half-disc': '<circle cx="12" cy="12" r="9.7" fill="none" stroke="currentColor" stroke-width="2.6"/><path d="M12 2.5a9.5 9.5 0 0 1 0 19z"/>',
};

/** The mark: 明 in strokes, to stand in white on the accent. */
export const MARK =
  '<g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">' +
  '<path d="M4.5 6.5h5.6v10.5H4.5zM4.5 11.7h5.6"/>' +
  '<path d="M14 5.5h5.5v12.2c0 .9-.6 1.3-1.7 1.2M14 5.5v7.3c0 2.6-.6 4.4-2 6M14 9.5h5.5M14 13.5h5.5"/></g>';
