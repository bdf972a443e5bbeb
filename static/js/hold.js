// Holds what is typed into a form through the end of the session; payments have keep.js.
//   form[data-hold="the person's number"]
//     data-hold-back   the form came back from the server as it was typed
//   [data-held]        a hidden notice: what was typed is here again
//   form[data-leave]   signs out
// From leaving the page until the next one that opens signed in, it stays in this tab's
// sessionStorage under the person and the page's address: with the version and the key of the form,
// never with its token or a file. The same page, opened again, puts it back into the form.
"use strict";

(() => {
  const NAME = "held";
  const form = document.querySelector("form[data-hold]");
  const leave = document.querySelector("form[data-leave]");
  const name = form && `${NAME} ${form.dataset.hold} ${location.pathname}`;
  let typed = false;

  function forget() {
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(`${NAME} `))
      .forEach((key) => sessionStorage.removeItem(key));
  }

  function store(fields) {
    sessionStorage.setItem(name, JSON.stringify(fields));
  }

  function fields() {
    return [...new FormData(form)].filter(
      ([field, value]) => field !== "csrfmiddlewaretoken" && typeof value === "string",
    );
  }

  // Lines that were added to the form are there once the page is asked for as many.
  function lacksLines(held) {
    const counts = held.filter(([field]) => field.endsWith("-count"));
    const lacks = counts.some(([field, count]) => Number(form.elements[field].value) < count);
    const asked = `?${new URLSearchParams(counts)}`;
    if (!lacks || location.search === asked) return false;
    store(held);
    location.replace(asked);
    return true;
  }

  function put(held) {
    held.forEach(([field, value]) => {
      const control = form.elements[field];
      if (control && "value" in control && control.type !== "checkbox") control.value = value;
    });
    form
      .querySelectorAll("[data-amount] input, select")
      .forEach((control) => control.dispatchEvent(new Event("change", { bubbles: true })));
    form.querySelector("[data-held]").hidden = false;
    typed = true;
  }

  const held = form && JSON.parse(sessionStorage.getItem(name));
  if (leave) forget();
  if (!form) return;
  if (held && !("holdBack" in form.dataset) && !lacksLines(held)) put(held);

  form.addEventListener("input", () => {
    typed = true;
  });
  form.addEventListener("submit", () => store(fields()));
  window.addEventListener("pagehide", () => {
    if (typed) store(fields());
  });
  leave.addEventListener("submit", () => {
    typed = false;
    forget();
  });
})();
