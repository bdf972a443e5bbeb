// Small comforts of every page; each thing works without them.
//   Ctrl K (⌘ K)          focuses input[data-hotkey="k"], or opens the narrow menu's search
//   details.menu          closes on Escape and on a click elsewhere
//   form[data-once]       is sent once, however often it is clicked
//   input[data-day]       a day typed day first goes into the address as ISO
//   input[data-short-day] shows a day that was typed short in full: "5/3", "0503", "5/3/25"
//   select[data-brings]   "choice field value": the choice puts the value into the form's field,
//                         another one puts back what stood there
//   button[data-print]    appears, and prints the page
//   [data-focus]          takes the focus when the page appears (error summary)
"use strict";

(() => {
  function focusSearch() {
    const wide = document.querySelector('input[data-hotkey="k"]');
    if (wide && wide.offsetParent !== null) {
      wide.focus();
      wide.select();
      return true;
    }
    const menu = document.querySelector("details.nav-narrow");
    const narrow = menu && menu.querySelector('input[type="search"]');
    if (!narrow) return false;
    menu.open = true;
    narrow.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (focusSearch()) event.preventDefault();
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        const inside = menu.contains(document.activeElement);
        menu.open = false;
        if (inside) menu.querySelector("summary").focus();
      });
    }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("once" in form.dataset)) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  });
  // Back from the browser's cache, the form may be sent again: the key in it makes that harmless.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => delete form.dataset.sent);
  });

  // As the server reads it: day first, of this year where none was typed; of the year before where
  // the day cannot lie ahead ("past") and would.
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!("shortDay" in field.dataset)) return;
    const short =
      /^\s*(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d\d))?\s*$/.exec(field.value) ||
      /^\s*(\d\d)()(\d\d)(\d{4})?\s*$/.exec(field.value);
    if (!short) return;
    const [day, month] = [short[1].padStart(2, "0"), short[3].padStart(2, "0")];
    const today = new Date();
    const isAhead = Number(month + day) > (today.getMonth() + 1) * 100 + today.getDate();
    const isLastYear = field.dataset.shortDay === "past" && isAhead;
    const year = short[4] || String(today.getFullYear() - (isLastYear ? 1 : 0));
    field.value = `${day}/${month}/${year.padStart(4, "20")}`;
  });

  // Not on "change", which also tells of a form that is put back as it was typed.
  document.addEventListener("input", (event) => {
    const [choice, name, value] = (event.target.dataset.brings || "").split(" ");
    if (!name) return;
    const field = event.target.form.elements[name];
    if (event.target.value === choice) {
      field.dataset.before = field.value;
      field.value = value;
    } else if (field.dataset.before && field.value === value) {
      field.value = field.dataset.before;
    }
  });

  document.querySelectorAll("button[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  document.addEventListener("submit", (event) => {
    event.target.querySelectorAll("input[data-day]").forEach((field) => {
      const day = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(field.value);
      if (!day) return;
      const iso = `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}`;
      // What no calendar has is told as it was typed.
      const read = new Date(`${iso}T00:00:00Z`);
      if (!Number.isNaN(read.valueOf()) && read.toISOString().startsWith(iso)) field.value = iso;
    });
  });

  // A frame later: the browser says in its console when it finds a focus where it would set its own.
  const first = document.querySelector("[data-focus]");
  if (first) requestAnimationFrame(() => first.focus());
  document.addEventListener("htmx:afterSettle", (event) => {
    const errors = event.target.querySelector && event.target.querySelector("[data-focus]");
    if (errors) errors.focus();
  });
})();
