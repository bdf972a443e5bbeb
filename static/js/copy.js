// Copies the words of an element.
//   <button data-copy="ID" data-done="Copied" hidden>Copy</button><span role="status"></span>
// The button shows itself once this script is there; the status after it tells a screen reader.
"use strict";

(() => {
  function copyBySelection(element) {
    // The clipboard of the newer kind exists on https and localhost only.
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    const done = document.execCommand("copy");
    selection.removeAllRanges();
    return done;
  }

  async function copy(element) {
    const words = element.innerText.replace(/\s+/g, " ").trim();
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      return copyBySelection(element);
    }
  }

  function show(root) {
    root.querySelectorAll("button[data-copy][hidden]").forEach((button) => {
      button.hidden = false;
    });
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const element = document.getElementById(button.dataset.copy);
    if (!element || !(await copy(element))) return;
    const words = button.dataset.words || button.textContent;
    button.dataset.words = words;
    button.textContent = `✓ ${button.dataset.done}`;
    const status = button.parentElement.querySelector("[role=status]");
    if (status) status.textContent = button.dataset.done;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.textContent = words;
      if (status) status.textContent = "";
    }, 2500);
  });

  show(document);
  document.addEventListener("htmx:afterSwap", () => show(document));
})();
