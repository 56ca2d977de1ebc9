// What the views read and call, through one door. Nothing but the functions behind it changes what the board knows.

export * from "./state.js";
export * from "./opening.js";
export * from "./changing.js";
