// Opens a small panel beside a button, above everything else.

function place(panel, button, { align, above }) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = align === "end" ? at.right - width : at.left;
  const fitsBelow = at.bottom + height + 8 < window.innerHeight;
  const top = fitsBelow && !above ? at.bottom + 4 : Math.max(8, at.top - height - 4);
  panel.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
  panel.style.top = `${fitsBelow || at.top > height ? top : 8}px`;
}

function step(items, by) {
  const at = items.indexOf(document.activeElement);
  items[(at + by + items.length) % items.length]?.focus();
}

function typeAhead(items, letter) {
  const at = items.indexOf(document.activeElement);
  const later = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  later.find((item) => item.textContent.trim().toLowerCase().startsWith(letter.toLowerCase()))?.focus();
}

function onKeys(event, panel, selector) {
  const items = [...panel.querySelectorAll(selector)];
  const moves = {
    ArrowDown: () => step(items, 1),
    ArrowUp: () => step(items, -1),
    Home: () => items[0]?.focus(),
    End: () => items.at(-1)?.focus(),
    Tab: () => panel.hidePopover(),
  };
  if (moves[event.key]) {
    if (event.key !== "Tab") event.preventDefault();
    moves[event.key]();
  } else if (event.key === "Enter" || event.key === " ") {
    if (items.includes(document.activeElement)) {
      event.preventDefault();
      document.activeElement.click();
    }
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    typeAhead(items, event.key);
  }
}

/**
 * Makes `button` open and close `panel`; `items` selects what the arrow keys move over and `first`
 * what is focused on opening. Esc, a click elsewhere and choosing close it.
 */
export function attachPopover(button, panel, { align = "start", above = false, items = "[role]", first = items } = {}) {
  panel.setAttribute("popover", "auto");
  panel.classList.add("popover");
  button.setAttribute("aria-expanded", "false");
  button.popoverTargetElement = panel;
  panel.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(panel, button, { align, above });
    (panel.querySelector(first) ?? panel.querySelector(items))?.focus();
  });
  panel.addEventListener("keydown", (event) => onKeys(event, panel, items));
}

/** Closes the panel when it is open. */
export function closePopover(panel) {
  if (panel.matches(":popover-open")) panel.hidePopover();
}
