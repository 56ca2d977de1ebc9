// What of the grid is in sight: its size, how far it is scrolled, and which cell the keyboard stands on.

import { signal } from "../ui.js";

export const room = signal({ width: 1000, height: 600 });
export const scroll = signal({ top: 0, left: 0 });
export const focus = signal({ row: 0, column: 0 });

/** Pixels of the column of names, which never scrolls away. */
export const nameWidth = () => (room.value.width < 700 ? 108 : 224);

/** Pixels of the months and dates on top. */
export const HEAD = 52;
