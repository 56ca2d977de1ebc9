// The one place that names the vendored view library.

import { Fragment, h, render } from "./vendor/preact.js";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "./vendor/hooks.js";
import { batch, computed, effect, signal, useComputed, useSignal } from "./vendor/signals.js";
import htm from "./vendor/htm.js";

const html = htm.bind(h);

export {
  Fragment, batch, computed, effect, h, html, render, signal, useComputed, useEffect, useLayoutEffect, useMemo, useRef,
  useSignal, useState,
};
