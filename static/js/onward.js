// Enter goes on to the next text field of the form; in the last it sends, as without this script.
//   form[data-onward]
"use strict";

(() => {
  document.querySelectorAll("form[data-onward]").forEach((form) => {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.defaultPrevented || event.isComposing) return;
      const fields = [...form.querySelectorAll('input[type="text"]')];
      const next = fields[fields.indexOf(event.target) + 1];
      if (!fields.includes(event.target) || !next) return;
      event.preventDefault();
      next.focus();
      next.select();
    });
  });
})();
