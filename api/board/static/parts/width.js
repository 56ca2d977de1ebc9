// How wide a drawing may be: drawn at its real width, its letters have the size of other letters.

import { useLayoutEffect, useRef, useState } from "../ui.js";

/** [ref, width]: put `ref` on the frame; `width` follows it. */
export function useWidth(given) {
  const ref = useRef();
  const [width, setWidth] = useState(given);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => { if (entry.contentRect.width > 0) setWidth(Math.round(entry.contentRect.width)); });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}
