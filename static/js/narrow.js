// Narrows a long select by typing, marks and case ignored; the select alone works without it.
//   <div data-narrow> input[data-narrow-words hidden], select,
//   p[data-narrow-found="found: {n}" hidden] </div>
// An option reads "code · content · year · source · what is left"; the last part is not searched.
// One choice left is chosen. Enter goes on to the next field, or into the select where several are
// left; Arrow down into the select. Once something is chosen, Tab passes the select by.
"use strict";

(() => {
  // As the server folds text: no marks, đ → d, one space.
  function fold(text) {
    return text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}/gu, "")
      .replace(/đ/g, "d")
      .replace(/\s+/g, " ")
      .trim();
  }

  function start(box) {
    const typed = box.querySelector("[data-narrow-words]");
    const select = box.querySelector("select");
    const found = box.querySelector("[data-narrow-found]");
    const empty = select.querySelector('option[value=""]');
    const groups = [...select.querySelectorAll("optgroup")].map((group) => ({
      label: group.label,
      options: [...group.querySelectorAll("option")].map((option) => ({
        option,
        text: fold(`${group.label} ${option.textContent.split(" · ").slice(0, -1).join(" ")}`),
      })),
    }));

    let several = false; // of what was typed: what is chosen may be of before

    function pass() {
      select.tabIndex = select.value && !several ? -1 : 0;
    }

    function narrow() {
      const words = fold(typed.value).split(" ").filter(Boolean);
      const before = select.value;
      const left = [];
      const parts = groups
        .map(({ label, options }) => {
          const fitting = options.filter(({ text }) => words.every((word) => text.includes(word)));
          left.push(...fitting.map(({ option }) => option));
          const group = document.createElement("optgroup");
          group.label = label;
          group.append(...fitting.map(({ option }) => option));
          return group;
        })
        .filter((group) => group.children.length);
      select.replaceChildren(empty, ...parts);
      const kept = left.find((option) => option.value === before);
      const only = words.length && left.length === 1 ? left[0] : null;
      select.value = (kept || only || empty).value;
      several = words.length > 0 && left.length !== 1;
      pass();
      found.hidden = !words.length;
      found.textContent = words.length ? found.dataset.narrowFound.replace("{n}", left.length) : "";
      if (select.value !== before) select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    typed.addEventListener("input", narrow);
    select.addEventListener("change", pass);
    typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        const form = select.form;
        const next = form.elements[[...form.elements].indexOf(select) + 1];
        const to = select.value && !several && next ? next : select;
        to.focus();
        if (to.select) to.select();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        select.focus();
      }
    });
    typed.hidden = false;
    pass();
    if (typed.value) narrow();
    if (select.autofocus && !document.querySelector("[data-focus]")) {
      requestAnimationFrame(() => typed.focus()); // after the browser's own
    }
  }

  document.querySelectorAll("[data-narrow]").forEach(start);
})();
